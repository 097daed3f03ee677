"""Formatted text."""

from typing import Any

import pytest

from . import html_markup, markdown_markup
from .conftest import Api
from .entities import automatic
from .errors import ApiError
from .people import Person


def brief(entities: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(e["type"], e["offset"], e["length"]) for e in entities]


def test_html_becomes_text_and_entities() -> None:
    text, entities = html_markup.parse(
        'a <b>b <i>c</i></b> &lt;x&gt; &amp; <a href="http://example.com">site</a>'
    )
    assert text == "a b c <x> & site"
    assert brief(entities) == [("italic", 4, 1), ("bold", 2, 3), ("text_link", 12, 4)]
    assert entities[2]["url"] == "http://example.com/"


def test_html_knows_code_with_a_language_spoilers_and_quotations() -> None:
    text, entities = html_markup.parse(
        '<pre><code class="language-python">x</code></pre>'
        "<tg-spoiler>y</tg-spoiler><blockquote expandable>z</blockquote>"
    )
    assert text == "xyz"
    assert brief(entities) == [("pre", 0, 1), ("spoiler", 1, 1), ("expandable_blockquote", 2, 1)]
    assert entities[0]["language"] == "python"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("ñ<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        (
            "<b>x</i>",
            'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        html_markup.parse(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_markdown_v2_becomes_text_and_entities() -> None:
    text, entities = markdown_markup.parse(
        r"*b* _i_ __u__ ~s~ ||p|| `c` [l](http://example\.com/) 1\.5"
    )
    assert text == "b i u s p c l 1.5"
    assert brief(entities) == [
        ("bold", 0, 1),
        ("italic", 2, 1),
        ("underline", 4, 1),
        ("strikethrough", 6, 1),
        ("spoiler", 8, 1),
        ("code", 10, 1),
        ("text_link", 12, 1),
    ]
    assert entities[6]["url"] == "http://example.com/"


def test_markdown_v2_knows_code_blocks_and_quotations() -> None:
    text, entities = markdown_markup.parse("```python\nx = 1\n```\n>one\n>two\nthree")
    assert text == "x = 1\n\none\ntwo\nthree"
    assert brief(entities) == [("pre", 0, 6), ("blockquote", 7, 7)]
    assert entities[0]["language"] == "python"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*x", "Can't find end of Bold entity at byte offset 0"),
        ("ñ_x", "Can't find end of Italic entity at byte offset 2"),
    ],
)
def test_broken_markdown_v2_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        markdown_markup.parse(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_the_old_markdown_is_still_understood() -> None:
    text, entities = markdown_markup.parse_legacy("*b* _i_ `c` [l](http://example.com/x) a\\_b")
    assert text == "b i c l a_b"
    assert [kind for kind, _, _ in brief(entities)] == ["bold", "italic", "code", "text_link"]


def test_offsets_count_utf_16_units() -> None:
    _, entities = html_markup.parse("👋🏽 <b>hé👋</b> <i>x</i>")
    assert brief(entities) == [("bold", 5, 4), ("italic", 10, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start now", [("bot_command", 0, 6)]),
        ("/start@some_bot now", [("bot_command", 0, 15)]),
        ("see /help.", [("bot_command", 4, 5)]),
        ("and/or 1/2 a/b http", []),
        ("👋 @ana_maria and #family2", [("mention", 3, 10), ("hashtag", 18, 8)]),
        ("https://example.com/a?b=c.", [("url", 0, 25)]),
        ("write to ana@example.com", [("email", 9, 15)]),
        ("on example.com, perhaps", [("url", 3, 11)]),
        ("#1 and $USD", [("cashtag", 7, 4)]),
    ],
)
def test_commands_links_and_mentions_are_found(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    assert brief(automatic(text)) == expected


async def test_a_parse_mode_gives_the_stored_text_and_entities(api: Api, ana: Person) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="<b>hi</b> #you", parse_mode="html")
    assert sent["text"] == "hi #you"
    assert brief(sent["entities"]) == [("bold", 0, 2), ("hashtag", 3, 4)]


async def test_given_entities_are_kept(api: Api, ana: Person) -> None:
    entities = [{"type": "bold", "offset": 3, "length": 2}]
    sent = await api.result("sendMessage", chat_id=ana.id, text="👋 ok", entities=entities)
    assert sent["entities"] == entities


@pytest.mark.parametrize(
    ("offset", "length", "reason"),
    [
        (
            0,
            6,
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 6",
        ),
        (9, 1, "entity begins after the end of the text at UTF-16 offset 9"),
        (1, 2, "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (
            0,
            1,
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol "
            "at byte offset 4",
        ),
        (-1, 2, "receive an entity with incorrect offset -1"),
    ],
)
async def test_entities_that_do_not_lie_in_the_text_are_refused(
    api: Api, ana: Person, offset: int, length: int, reason: str
) -> None:
    entities = [{"type": "bold", "offset": offset, "length": length}]
    refusal = await api.refusal("sendMessage", chat_id=ana.id, text="👋 ok", entities=entities)
    assert refusal == f"400 Bad Request: {reason}"


async def test_an_entity_that_ends_in_cut_off_blanks_is_shortened(api: Api, ana: Person) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 4}]
    sent = await api.result("sendMessage", chat_id=ana.id, text="ok  ", entities=entities)
    assert brief(sent["entities"]) == [("bold", 0, 2)]


async def test_a_mention_of_a_person_by_id_names_the_person(api: Api, ana: Person) -> None:
    text = f'<a href="tg://user?id={ana.id}">you</a>'
    sent = await api.result("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")
    (entity,) = sent["entities"]
    assert (entity["type"], entity["user"]["first_name"]) == ("text_mention", "Ana")


async def test_an_unknown_parse_mode_is_refused(api: Api, ana: Person) -> None:
    refusal = await api.refusal("sendMessage", chat_id=ana.id, text="x", parse_mode="rtf")
    assert refusal == "400 Bad Request: unsupported parse_mode"
