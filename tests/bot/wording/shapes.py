"""What the tests of wording look at: stretches of a text as Telegram counts them, whole answers."""

from __future__ import annotations

from datetime import date

from bot.wording import compose
from bot.wording.answer import Answer, Item
from bot.wording.rich import Entity, Style, Text
from knowledge import Claim, Snapshot, Stance, Urgency

TODAY = date(2026, 11, 22)


def utf16(text: str) -> bytes:
    """The bytes by which Telegram counts offsets; two a unit."""
    return text.encode("utf-16-le", "surrogatepass")


def stretch(text: Text, entity: Entity) -> str:
    """The characters under an entity. Fails when it would split a character or leave the text."""
    raw = utf16(text.plain)
    end = entity.offset + entity.length
    assert 0 <= entity.offset < end <= len(raw) // 2, f"{entity} is out of range"
    return raw[entity.offset * 2 : end * 2].decode("utf-16-le")


def styled(text: Text, style: Style) -> list[str]:
    """All stretches of one style, in order."""
    return [stretch(text, entity) for entity in text.entities if entity.style is style]


def links(text: Text) -> list[tuple[str, str]]:
    """Every link: what is shown, and its address."""
    return [(stretch(text, e), e.url) for e in text.entities if e.style is Style.LINK]


def assert_sendable(text: Text, base: Snapshot) -> None:
    """Telegram takes the text as it is, and every link is a source of the library."""
    assert text.plain.strip()
    assert len(utf16(text.plain)) // 2 <= 4_000
    known = {(s.title, s.address) for claim in base.claims.values() for s in claim.sources}
    end = 0
    for entity in text.entities:
        shown = stretch(text, entity)
        assert entity.offset >= end, "entities overlap"
        end = entity.offset + entity.length
        if entity.style is Style.LINK:
            assert (shown, entity.url) in known
        else:
            assert not entity.url


def answer(
    *claims: Claim | str,
    stance: Stance = Stance.ASSERTS,
    language: str = "en",
    urgent: Urgency | None = None,
    asked: tuple[str, ...] = (),
    tip_offs: tuple[str, ...] = (),
    unreviewed: tuple[tuple[str, str | None], ...] = (),
    substances: tuple[str, ...] = (),
) -> Answer:
    """An answer that found these claims."""
    ids = [claim if isinstance(claim, str) else claim.id for claim in claims]
    return Answer(
        id="2a",
        language=language,
        urgent=urgent,
        items=tuple(Item(id_, stance) for id_ in ids),
        asked=asked,
        tip_offs=tip_offs,
        unreviewed=unreviewed,
        substances=substances,
    )


def worded(claim: Claim, base: Snapshot, today: date = TODAY) -> list[Text]:
    """All that a person can be shown of one claim: the reply, the details, list and sources."""
    given = answer(claim)
    return [
        compose.reply(given, base, today),
        compose.detail(compose.held(given, base)[0], today),
        compose.every(given, base, 0).text,
        compose.all_sources(given, base, 0).text,
        compose.did_you_mean(answer(asked=(claim.id,)), base),
    ]
