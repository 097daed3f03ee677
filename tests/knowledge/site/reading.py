"""What a reader finds on a page: its texts, headings, links and data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_VOID = frozenset({"meta", "link", "input", "br"})
_WITHIN_A_LINE = frozenset({"a", "bdi", "cite", "q", "span", "strong", "time"})
_UNSEEN = frozenset({"head", "script", "style"})


@dataclass
class Read:
    """A page that was read: `texts` are the visible ones in their order."""

    texts: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    title: str = ""
    data: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read, self.open = Read(), list[tuple[str, bool]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _WITHIN_A_LINE:
            self.read.texts.append(" ")
        if tag not in _VOID:
            self.open.append((tag, "hidden" in given))
        if given.get("href") and tag == "a":
            self.read.links.append(str(given["href"]))
        if given.get("id"):
            self.read.ids.append(str(given["id"]))
        if tag in ("h1", "h2", "h3"):
            self.read.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "title" in tags:
            self.read.title += data
        elif "script" in tags and data.strip():
            self.read.data.append(json.loads(data))
        elif not (_UNSEEN & set(tags) or any(hidden for _, hidden in self.open)):
            self.read.texts.append(data)
            if self.read.headings and self.read.headings[-1][0] in tags:
                tag, text = self.read.headings[-1]
                self.read.headings[-1] = (tag, text + data)


def read(page: bytes) -> Read:
    """A page of ours; fails where its tags do not close."""
    reader = _Reader()
    reader.feed(page.decode())
    reader.close()
    assert reader.open == []
    return reader.read
