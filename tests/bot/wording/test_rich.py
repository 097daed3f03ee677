"""Formatted text: entities count in UTF-16 units and survive joining and cutting."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.wording.rich import LIMIT, Entity, Style, Text, Writer, joined, units
from tests.bot.wording.shapes import links, stretch, styled, utf16

EMOJI = st.sampled_from(["⚠️", "🧂", "👩‍⚕️", "🇪🇸", "𝐍𝐌𝐍", "𠮷", "é", " ", "\n", "क्षि", "…"])
PIECE = st.lists(EMOJI | st.text(max_size=5), max_size=6).map("".join)
STYLE = st.sampled_from([None, *Style])
PIECES = st.lists(st.tuples(PIECE, STYLE), max_size=8)
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ADDRESS = "https://doi.org/10.1000/example"


def written(pieces: list[tuple[str, Style | None]]) -> Text:
    writer = Writer()
    for text, style in pieces:
        writer.add(text, style, ADDRESS if style is Style.LINK else "")
    return writer.text()


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("NMN", 3), ("é", 1), ("⚠️", 2), ("🧂", 2), ("𝐍𝐌𝐍", 6), ("👩‍⚕️", 5), ("\ud83e", 1)],
)
def test_length_is_counted_in_utf16_units(text: str, length: int) -> None:
    assert units(text) == length == len(utf16(text)) // 2
    assert Text(text).length == length


@QUICK
@given(PIECES)
def test_each_entity_covers_its_own_piece_whatever_was_written_before(
    pieces: list[tuple[str, Style | None]],
) -> None:
    text = written(pieces)
    whole = "".join(piece for piece, _ in pieces)
    assert text.plain == whole.rstrip()
    at, expected = 0, []
    for piece, style in pieces:
        kept = text.plain[at : at + len(piece)]
        at += len(piece)
        if style and kept:
            expected.append((kept, style, ADDRESS if style is Style.LINK else ""))
    assert [(stretch(text, e), e.style, e.url) for e in text.entities] == expected


@QUICK
@given(st.lists(PIECES.map(written).filter(lambda text: bool(text.plain.strip())), max_size=5))
def test_joined_blocks_keep_their_words_and_their_formatting(blocks: list[Text]) -> None:
    text = joined(blocks)
    assert text.plain == "\n\n".join(block.plain for block in blocks)
    assert [(e.style, stretch(text, e), e.url) for e in text.entities] == [
        (e.style, stretch(block, e), e.url) for block in blocks for e in block.entities
    ]


@QUICK
@given(
    st.lists(PIECES.map(written).filter(lambda text: bool(text.plain.strip())), min_size=1),
    st.integers(min_value=4, max_value=60),
)
def test_joined_blocks_never_exceed_the_limit_nor_split_a_character(
    blocks: list[Text], limit: int
) -> None:
    text = joined(blocks, limit)
    assert text.length <= limit
    assert text.plain.encode("utf-8")
    for entity in text.entities:
        stretch(text, entity)


def test_a_block_that_does_not_fit_is_left_out_whole() -> None:
    first, second = Text("Ask a doctor."), Text("A long explanation. " * 10)
    assert joined([first, second], 40).plain == "Ask a doctor."


def test_blocks_that_fit_exactly_are_all_kept() -> None:
    assert joined([Text("12345"), Text("12345")], 12).plain == "12345\n\n12345"
    assert joined([Text("12345"), Text("12345")], 11).plain == "12345"


def test_one_block_that_is_too_long_is_cut_with_a_sign() -> None:
    text = joined([Text("🧂" * 3_000, (Entity(Style.BOLD, 0, 4), Entity(Style.BOLD, 10, 5_990)))])
    assert text.length <= LIMIT
    assert text.plain.endswith("🧂 …")
    assert styled(text, Style.BOLD) == ["🧂🧂"]


def test_a_link_keeps_its_address_out_of_the_text() -> None:
    text = Writer().add("🧂 ").link("A review", ADDRESS).line(" (Cochrane)").text()
    assert text.plain == "🧂 A review (Cochrane)"
    assert links(text) == [("A review", ADDRESS)]


@pytest.mark.parametrize("hostile", ["<b>x</b>", "*x* _y_ [a](tg://user?id=1)", "```", "@someone"])
def test_markup_in_a_text_stays_plain_text(hostile: str) -> None:
    text = Writer().bold(hostile).add(hostile).text()
    assert text.plain == hostile * 2
    assert styled(text, Style.BOLD) == [hostile]
    assert len(text.entities) == 1


def test_white_space_at_the_end_is_dropped_also_under_an_entity() -> None:
    text = Writer().bold("Danger \n").italic("\n").text()
    assert text.plain == "Danger"
    assert styled(text, Style.BOLD) == ["Danger"]
    assert styled(text, Style.ITALIC) == []
