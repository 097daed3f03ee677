"""What an address of a source must be like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from knowledge.model import COPY, Source


def address_faults(source: Source, copies: frozenset[str]) -> Iterator[str]:
    """An address can be opened, and is the publisher's own unless it says that it is a copy."""
    host = urlsplit(source.url).hostname
    if not host or not re.match(r"https?://[^\s/]+", source.url):
        yield f"not an address: {source.url!r}"
    elif source.seen != COPY and any(f".{host}".endswith(f".{copy}") for copy in copies):
        yield f"{host} keeps a copy: give the publisher's own address, or say `seen: {COPY}`"
