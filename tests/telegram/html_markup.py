"""Text with parse_mode HTML."""

import re
from dataclasses import dataclass

from . import utf16
from .errors import Json, bad_request
from .links import link_entity

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?P<n>[0-9]{1,7})|#[xX](?P<x>[0-9a-fA-F]{1,6})|(?P<w>[a-z]+));?")
_END = re.compile(r"</([^\s>]*)\s*>")
_START = re.compile(r"<([^\s>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([^\s=>/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+)))?")


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    piece: int


class _Html:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        position = 0
        while position < len(self.source):
            start = self.source.find("<", position)
            end = len(self.source) if start < 0 else start
            self._append(_unescaped(self.source[position:end]))
            position = end if start < 0 else self._tag(start)
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), self.entities

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += utf16.length(text)

    def _tag(self, start: int) -> int:
        at = len(self.source[:start].encode())
        if self.source.startswith("</", start):
            return self._end_tag(start, at)
        match = _START.match(self.source, start)
        if match is None:
            raise _refusal(f"Unclosed start tag at byte offset {at}")
        tag = match.group(1).lower()
        if tag not in _KINDS:
            raise _refusal(f'Unsupported start tag "{tag}" at byte offset {at}')
        attributes = {
            name: _unescaped(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(match.group(2))
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.open.append(_Open(tag, attributes, self.offset, len(self.pieces)))
        return match.end()

    def _end_tag(self, start: int, at: int) -> int:
        if not self.open:
            raise _refusal(f"Unexpected end tag at byte offset {at}")
        match = _END.match(self.source, start)
        if match is None:
            raise _refusal(f"Unclosed end tag at byte offset {at}")
        tag, opened = match.group(1).lower(), self.open[-1]
        if tag and tag != opened.tag:
            raise _refusal(
                f'Unmatched end tag at byte offset {at}, expected "</{opened.tag}>", '
                f'found "</{tag}>"'
            )
        self.open.pop()
        if self.offset > opened.offset:
            self._close(opened)
        return match.end()

    def _close(self, opened: _Open) -> None:
        place = {"offset": opened.offset, "length": self.offset - opened.offset}
        kind, attributes = _KINDS[opened.tag], opened.attributes
        if opened.tag == "a":
            covered = "".join(self.pieces[opened.piece :])
            entity = link_entity(attributes.get("href") or covered, place)
            if entity is not None:
                self.entities.append(entity)
            return
        entity = {"type": kind, **place}
        if opened.tag in ("pre", "code") and self._joins_code(opened, place):
            return
        language = attributes.get("class", "")
        if opened.tag == "code" and language.startswith("language-"):
            entity["_language"] = language.removeprefix("language-")
        if opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = _emoji(attributes.get("emoji-id", ""))
        if opened.tag == "tg-time":
            entity["unix_time"] = int(attributes.get("unix", "0") or 0)
        if opened.tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)

    def _joins_code(self, opened: _Open, place: Json) -> bool:
        """Join `<pre><code class="language-…">` into one entity with a language."""
        if opened.tag != "pre" or not self.entities:
            return False
        last = self.entities[-1]
        same = last["offset"] == place["offset"] and last["length"] == place["length"]
        if last["type"] != "code" or not same or "_language" not in last:
            return False
        last["type"] = "pre"
        last["language"] = last.pop("_language")
        return True


def parse(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and the entities of a text written in HTML."""
    text, entities = _Html(source).parse()
    for entity in entities:
        entity.pop("_language", None)
    return text, entities


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match["w"]:
        return _NAMED.get(match["w"], match.group())
    code = int(match["n"]) if match["n"] else int(match["x"], 16)
    return chr(code) if 0 < code < 0x10FFFF else match.group()


def _emoji(identifier: str) -> str:
    if not identifier.isdigit():
        raise _refusal("Invalid custom emoji identifier specified")
    return identifier


def _refusal(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
