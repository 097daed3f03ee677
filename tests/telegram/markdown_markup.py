"""Text with parse_mode MarkdownV2, and the legacy Markdown."""

import re
from dataclasses import dataclass

from . import utf16
from .errors import Json, bad_request
from .links import link_entity

_RESERVED = set("_*[]()~`>#+-=|{}.!")
_MARKS = (
    ("```", "pre"),
    ("||", "spoiler"),
    ("__", "underline"),
    ("![", "custom_emoji"),
    ("_", "italic"),
    ("*", "bold"),
    ("~", "strikethrough"),
    ("`", "code"),
    ("[", "text_link"),
)
_CLOSING = {kind: mark for mark, kind in _MARKS} | {"text_link": "]", "custom_emoji": "]"}
# Telegram's own names of the kinds, as they stand in its refusals.
_NAMES = {
    "pre": "Pre",
    "spoiler": "Spoiler",
    "underline": "Underline",
    "custom_emoji": "CustomEmoji",
    "italic": "Italic",
    "bold": "Bold",
    "strikethrough": "Strikethrough",
    "code": "Code",
    "text_link": "TextUrl",
    "blockquote": "BlockQuote",
}
_LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
_ADDRESS = re.compile(r"\(((?:\\.|[^)\\])*)\)", re.DOTALL)
_EMOJI = re.compile(r"tg://emoji\?id=(\d+)$")


@dataclass
class _Open:
    kind: str
    offset: int
    source: int
    piece: int
    language: str | None = None


class _MarkdownV2:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        self._end_quote(expandable=self._spoiler_just_opened())
        if self.open:
            raise self._unfinished()
        return "".join(self.pieces), self.entities

    def _step(self) -> None:
        character = self.source[self.at]
        following = self.source[self.at + 1 : self.at + 2]
        kind = self.open[-1].kind if self.open else ""
        if character == "\\" and following and 0 < ord(following) <= 126:
            self._append(following, 2)
        elif kind in ("code", "pre") and not self._at_closing(kind):
            self._append(character)
        elif kind and self._at_closing(kind):
            self._close()
        elif character == "\n":
            self._newline()
        elif character == ">" and self._at_line_start():
            self._quote()
        elif character not in _RESERVED:
            self._append(character)
        else:
            self._begin(character)

    def _append(self, text: str, width: int = 1) -> None:
        self.pieces.append(text)
        self.offset += utf16.length(text)
        self.at += width

    def _at_closing(self, kind: str) -> bool:
        if kind == "blockquote":
            return False
        # A single underscore never closes where a double one stands.
        if kind == "italic" and self.source.startswith("__", self.at):
            return False
        return self.source.startswith(_CLOSING[kind], self.at)

    def _begin(self, character: str) -> None:
        for mark, kind in _MARKS:
            if self.source.startswith(mark, self.at):
                self._push(kind, len(mark))
                return
        raise _refusal(
            f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
        )

    def _push(self, kind: str, width: int) -> None:
        self.open.append(_Open(kind, self.offset, self.at, len(self.pieces)))
        self.at += width
        if kind == "pre":
            language = _LANGUAGE.match(self.source, self.at)
            if language:
                self.open[-1].language = language.group(1)
                self.at = language.end()
            if self.source.startswith("\n", self.at):
                self.at += 1

    def _close(self) -> None:
        opened = self.open.pop()
        self.at += len(_CLOSING[opened.kind])
        place: Json = {"offset": opened.offset, "length": self.offset - opened.offset}
        if opened.kind in ("text_link", "custom_emoji"):
            self._close_link(opened, place)
        elif place["length"]:
            extra = {"language": opened.language} if opened.language else {}
            self.entities.append({"type": opened.kind, **place, **extra})

    def _close_link(self, opened: _Open, place: Json) -> None:
        address = "".join(self.pieces[opened.piece :])
        if self.source.startswith("(", self.at):
            match = _ADDRESS.match(self.source, self.at)
            if match is None:
                at = len(self.source[: self.at + 1].encode())
                raise _refusal(f"Can't find end of a URL at byte offset {at}")
            address = re.sub(r"\\(.)", r"\1", match.group(1))
            self.at = match.end()
        elif opened.kind == "custom_emoji":
            raise _refusal("The entity must contain a tg://emoji or tg://time URL")
        if not place["length"]:
            return
        if opened.kind == "text_link":
            entity = link_entity(address, place)
            if entity is not None:
                self.entities.append(entity)
            return
        emoji = _EMOJI.match(address)
        if emoji is None:
            raise _refusal("Invalid tg://emoji or tg://time URL specified")
        identifier = emoji.group(1)
        self.entities.append({"type": "custom_emoji", **place, "custom_emoji_id": identifier})

    def _at_line_start(self) -> bool:
        return self.at == 0 or self.source[self.at - 1] == "\n"

    def _quote(self) -> None:
        if not any(opened.kind == "blockquote" for opened in self.open):
            self._push("blockquote", 1)
        else:
            self.at += 1

    def _newline(self) -> None:
        if not self.source.startswith(">", self.at + 1):
            self._end_quote(expandable=self._spoiler_just_opened())
        self._append("\n")

    def _spoiler_just_opened(self) -> bool:
        # A quotation that ends with || is an expandable one.
        return (
            len(self.open) > 1
            and self.open[-1].kind == "spoiler"
            and self.open[-1].source == self.at - 2
            and self.open[-2].kind == "blockquote"
        )

    def _end_quote(self, *, expandable: bool) -> None:
        if not any(opened.kind == "blockquote" for opened in self.open):
            return
        if expandable:
            self.open.pop()
        opened = self.open[-1]
        if opened.kind != "blockquote":
            raise self._unfinished()
        self.open.pop()
        if self.offset > opened.offset:
            kind = "expandable_blockquote" if expandable else "blockquote"
            place = {"offset": opened.offset, "length": self.offset - opened.offset}
            self.entities.append({"type": kind, **place})

    def _unfinished(self) -> Exception:
        opened = self.open[-1]
        at = len(self.source[: opened.source].encode())
        return _refusal(f"Can't find end of {_NAMES[opened.kind]} entity at byte offset {at}")


_LEGACY = re.compile(
    r"\\(?P<escaped>[_*`\[])|```(?:(?P<language>\w+)\n)?\n?(?P<pre>.+?)```|`(?P<code>[^`]+)`"
    r"|\*(?P<bold>[^*]+)\*|_(?P<italic>[^_]+)_|\[(?P<label>[^\]]+)\]\((?P<url>[^)]+)\)"
    r"|(?P<stray>[_*`])",
    re.DOTALL,
)


def parse(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and the entities of a text written in MarkdownV2."""
    return _MarkdownV2(source).parse()


def parse_legacy(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and the entities of a text written in the old Markdown."""
    text, entities, last = "", list[Json](), 0
    for match in _LEGACY.finditer(source):
        text += source[last : match.start()]
        last = match.end()
        kind = match.lastgroup or ""
        if kind == "stray":
            at = len(source[: match.start()].encode())
            raise _refusal(f"Can't find end of the entity starting at byte offset {at}")
        inner = match["label"] if kind == "url" else match[kind]
        place = {"offset": utf16.length(text), "length": utf16.length(inner)}
        text += inner
        if kind == "url":
            entity = link_entity(match["url"], place)
            entities += [entity] if entity else []
        elif kind != "escaped":
            language = {"language": match["language"]} if match["language"] else {}
            entities.append({"type": kind, **place, **language})
    return text + source[last:], entities


def _refusal(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
