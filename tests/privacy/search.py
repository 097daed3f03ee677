"""Finds a text or a number in bytes, in whatever form it may lie there."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator


def found(secrets: Iterable[str | int], held: bytes) -> list[str]:
    """Each of these secrets that stands in the bytes, with the form in which it does."""
    return [
        f"{secret!r} as {form}"
        for secret in secrets
        for form, needle in forms(secret)
        if needle in held
    ]


def forms(secret: str | int) -> Iterator[tuple[str, bytes]]:
    """Every form in which something may be stored, by name."""
    if isinstance(secret, int):
        # SQLite keeps numbers of this size in six or eight bytes, the highest first.
        for order in ("big", "little"):
            for size in (6, 8):
                yield f"{size} bytes, {order}", secret.to_bytes(size, order, signed=True)
    text = str(secret).removeprefix("-")
    yield "text", text.encode()
    yield "capitals", text.upper().encode()
    yield "JSON", json.dumps(text).strip('"').encode()
    for order in ("utf-16-le", "utf-16-be"):
        yield order, text.encode(order)
    yield "hexadecimal", text.encode().hex().encode()
    for shift in range(3):
        # What stands around it decides how it is cut into groups of three bytes.
        whole = base64.b64encode(b"\0" * shift + text.encode())
        first = (shift * 8 + 5) // 6
        sure = whole[first : (shift + len(text.encode())) * 8 // 6]
        yield f"base64 +{shift}", sure
        yield f"base64url +{shift}", sure.translate(bytes.maketrans(b"+/", b"-_"))
