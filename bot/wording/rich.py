"""Text with its formatting as entities, never as markup: no user text can break it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LIMIT = 4_000
"""UTF-16 units of one message; Telegram takes 4,096."""
_CUT = " …"


class Style(StrEnum):
    """The formatting that the bot uses; the values are Telegram's entity types."""

    BOLD = "bold"
    ITALIC = "italic"
    LINK = "text_link"
    QUOTE = "blockquote"


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted stretch; offset and length in UTF-16 units, as Telegram counts."""

    style: Style
    offset: int
    length: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is ready to be sent."""

    plain: str
    entities: tuple[Entity, ...] = ()

    @property
    def length(self) -> int:
        """In UTF-16 units."""
        return units(self.plain)


@dataclass(slots=True)
class Writer:
    """Writes a text piece by piece; every piece may have one style."""

    _parts: list[str] = field(default_factory=list)
    _entities: list[Entity] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, style: Style | None = None, url: str = "") -> Writer:
        """Append a piece. Returns the writer, so that calls can be chained."""
        length = units(text)
        if style and length:
            self._entities.append(Entity(style, self._length, length, url))
        self._parts.append(text)
        self._length += length
        return self

    def bold(self, text: str) -> Writer:
        return self.add(text, Style.BOLD)

    def italic(self, text: str) -> Writer:
        return self.add(text, Style.ITALIC)

    def link(self, text: str, url: str) -> Writer:
        return self.add(text, Style.LINK, url)

    def quote(self, text: str) -> Writer:
        return self.add(text, Style.QUOTE)

    def line(self, text: str = "") -> Writer:
        return self.add(text + "\n")

    def text(self) -> Text:
        """All that was written, without white space at its end."""
        plain = "".join(self._parts)
        stripped = plain.rstrip()
        end = units(stripped)
        entities = tuple(
            Entity(e.style, e.offset, min(e.length, end - e.offset), e.url)
            for e in self._entities
            if e.offset < end
        )
        return Text(stripped, entities)


def joined(blocks: list[Text], limit: int = LIMIT) -> Text:
    """Blocks with an empty line between them; whole blocks are left out at the end when over the
    limit, so that no sentence is cut in its middle. One block alone that is too long is cut."""
    writer = Writer()
    length = 0
    for number, block in enumerate(blocks):
        gap = 2 if number else 0
        if length + gap + block.length > limit:
            if not number:
                return _cut(block, limit)
            break
        _append(writer, "\n\n" if number else "", block)
        length += gap + block.length
    return writer.text()


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def _append(writer: Writer, gap: str, block: Text) -> None:
    writer.add(gap)
    raw = block.plain.encode("utf-16-le", "surrogatepass")
    at = 0
    for entity in block.entities:
        writer.add(_slice(raw, at, entity.offset))
        end = entity.offset + entity.length
        writer.add(_slice(raw, entity.offset, end), entity.style, entity.url)
        at = end
    writer.add(_slice(raw, at, len(raw) // 2))


def _slice(raw: bytes, start: int, end: int) -> str:
    return raw[start * 2 : end * 2].decode("utf-16-le", "surrogatepass")


def _cut(block: Text, limit: int) -> Text:
    kept = limit - units(_CUT)
    raw = block.plain.encode("utf-16-le", "surrogatepass")[: kept * 2]
    plain = raw.decode("utf-16-le", "ignore")
    entities = tuple(e for e in block.entities if e.offset + e.length <= units(plain))
    return Text(plain + _CUT, entities)
