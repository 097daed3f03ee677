"""Formatted text: checking given entities and finding the automatic ones."""

import re
from collections.abc import Callable, Iterator

from . import utf16
from .errors import Json, bad_request

MAX_BYTES = 1 << 15
_ORDER = {
    name: rank
    for rank, name in enumerate(
        ("blockquote", "expandable_blockquote", "text_link", "text_mention", "pre", "code")
    )
}
# Types Telegram finds by itself and ignores when a bot gives them.
AUTOMATIC = {
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
}
_SOLID = AUTOMATIC | {"text_link", "text_mention", "pre", "code", "custom_emoji"}
KNOWN = _SOLID | {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "date_time",
}
_ZONES = "com|org|net|edu|gov|info|io|me|dev|app|es|fr|de|it|pt|uk|eu|us|ru|br|mx|ar|cl|pe|ly|to"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("url", re.compile(r"(?i)\b(?:https?|ftp|tg)://[^\s<>\"«»]+")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?!\w)")),
    (
        "url",
        re.compile(rf"(?i)(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{_ZONES})(?![\w.-]*\w)(?:/[^\s<>\"]*)?"),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>@])/\w{1,64}(?:@\w{3,32})?(?![\w/<>])", re.ASCII)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{2,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}(?![\w#])")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{3,8}(?!\w)")),
)
_PLAIN = re.compile(r"[/@#$.:]")


def automatic(text: str) -> list[Json]:
    """Return the commands, mentions, hashtags, links and so on that Telegram finds in a text."""
    if not _PLAIN.search(text):
        return []
    at = utf16.boundaries(text)
    taken: list[tuple[int, int]] = []
    found: list[Json] = []
    for kind, start, end in _matches(text):
        if any(start < e and s < end for s, e in taken):
            continue
        taken.append((start, end))
        found.append({"type": kind, "offset": at[start], "length": at[end] - at[start]})
    return ordered(found)


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            end = match.end()
            if kind == "url":
                end = match.start() + len(match.group().rstrip(".,;:!?'\")]}"))
            yield kind, match.start(), end


def ordered(entities: list[Json]) -> list[Json]:
    """Return entities in Telegram's order: by offset, the longer first, then by type."""
    return sorted(
        entities, key=lambda e: (e["offset"], -e["length"], _ORDER.get(e["type"], len(_ORDER)))
    )


def checked(text: str, given: list[Json]) -> list[Json]:
    """Return the given entities sorted, or refuse one that does not lie within the text."""
    kept: list[Json] = []
    for entity in given:
        if entity["type"] not in KNOWN:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        for side in ("offset", "length"):
            if not 0 <= entity[side] <= 1_000_000:
                raise bad_request(f"receive an entity with incorrect {side} {entity[side]}")
        if entity["length"] and entity["type"] not in AUTOMATIC:
            kept.append(entity)
    kept = ordered(kept)
    if kept:
        _check_range(text, kept)
    return kept


def _check_range(text: str, entities: list[Json]) -> None:
    starts = utf16.boundaries(text)
    valid, end_of_text = set(starts), starts[-1]
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start > end_of_text:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
        if end > end_of_text:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text "
                f"at UTF-16 offset {end}"
            )
        if start not in valid:
            raise bad_request(
                "entity begins in a middle of a UTF-16 symbol at byte offset "
                f"{_byte_offset(text, start)}"
            )
        if end not in valid:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol "
                f"at byte offset {_byte_offset(text, end)}"
            )


def _byte_offset(text: str, inside: int) -> int:
    starts = utf16.boundaries(text)
    count = next(n for n, start in enumerate(starts) if start > inside)
    return len(text[:count].encode())


def finished(
    text: str,
    given: list[Json],
    *,
    detect: Callable[[str], list[Json]] = automatic,
    allow_empty: bool = False,
) -> tuple[str, list[Json]]:
    """Clean and trim a text as Telegram does and join its given and automatic entities."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    if size > MAX_BYTES:
        raise bad_request("text is too long")
    entities = checked(text, given)
    text, entities = _trimmed(text.translate(_CONTROL), entities)
    if not text and not allow_empty:
        raise bad_request("text must be non-empty")
    solid = [e for e in entities if e["type"] in _SOLID]
    for entity in detect(text):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if not any(start < s["offset"] + s["length"] and s["offset"] < end for s in solid):
            entities.append(entity)
    return text, ordered(entities)


_CONTROL = {code: " " for code in range(32) if code != 10}


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    kept = text.rstrip(" \n")
    end = utf16.length(kept)
    shortened = [
        {**e, "length": min(e["length"], end - e["offset"])} for e in entities if e["offset"] < end
    ]
    # Blanks at the start go too, unless an entity covers them.
    blanks = len(kept) - len(kept.lstrip(" \n"))
    first = min([blanks, *(e["offset"] for e in shortened)])
    return kept[first:], [{**e, "offset": e["offset"] - first} for e in shortened]
