"""Offsets in UTF-16 code units, in which the Bot API counts."""

from collections.abc import Sequence


def length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def boundaries(text: str) -> Sequence[int]:
    """Return the offset at which each character starts, and the end of the text."""
    if text.isascii():
        return range(len(text) + 1)
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > 0xFFFF else 1))
    return offsets


def cut(text: str, offset: int, count: int) -> str:
    """Return the part of `text` that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[offset * 2 : (offset + count) * 2].decode("utf-16-le", errors="replace")
