"""Hostile texts: written ones that have broken programs elsewhere, and generated ones."""

# ruff: noqa: E501 - many short things in a line are easier to look through

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
LONGEST = 4_096
"""Characters of a message that Telegram lets a person send."""

ZALGO = "".join(chr(0x300 + n) for n in range(24))
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ATOMS = (
    # Directions, invisible and joining signs, signs without a partner.
    "\u202e", "\u2066", "\u2069", "\u200f", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u034f", "\u2028",
    "\u2029", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\r", "\r\n", "\t", "\ud800", "\udfff", "\ufffe",
    # Letters that look like others, are many, or change their length.
    "а", "Ａ", "ＮＭＮ", "ɴᴍɴ", "ﬁ", "ﷺ", "İ", "ß", "ŉ", "Ⓝ", "🅽", "𝐍𝐌𝐍", "é", "e\u0301", "ा", "क्ष", "中", "ا",
    f"a{ZALGO}", FAMILY, "🧂", "🇩🇪", "1\ufe0f\u20e3", "👍🏿",
    # Numbers and amounts.
    "1", "0", "-1", "1e999", "9" * 40, "1.", "1,", "111 ", "0x1F", "½", "٣", "१२", "NaN", "500 mg ", "1/0", "∞",
    # What is taken for code somewhere.
    "(", ")", "[", "]", "{", "}", "<", ">", '"', "'", "`", "\\", "/", "%", "$", "#", "@", "*", "_", "~", "|", "&",
    "<b>", "</script>", "&lt;", "${x}", "{{x}}", "{0}", "%s", "%n", "%00", "$(id)", "`id`", "';--", "=1+1",
    "+1", "@SUM(A1)", "../", "..\\", "file:///", "http://", "https://x.example/?a=b&c=", "\\u0000", "\\x00",
    # Words that mean something here.
    "NMN ", "NMN", "garlic, ", "depression ", "cures ", "not ", "instead of insulin ", "dr. ", "e.g. ",
    "I took pills ", "my baby ", "? ", "! ", ". ", "; ", ": ", "\n", "\n\n", "\n- ", "\n1. ", "[1] ", "a ", "word ",
)  # fmt: skip
"""What hostile texts are made of."""

WRITTEN = (
    "", " ", "\n", "null", "None", "undefined", "true", "NULL", "(null)", "nil", "[object Object]", "-", "--",
    "' OR 1=1 --", "\"; DROP TABLE inbox; --", "1; SELECT pg_sleep(9)", "' UNION SELECT state FROM chats --",
    "<img src=x onerror=alert(1)>", "<script>x</script>", "<b>bold", "*bold_", "[a](http://x.example)",
    "`code", "```", "||spoiler", "<a href='tg://user?id=1'>you</a>", "&#x3c;b&#x3e;",
    "{{7*7}}", "${7*7}", "#{7*7}", "{%x%}", "<%= 7*7 %>", "{0.__class__}", "{room}", "%(text)s", "%s%s%s%n",
    "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "|ls", "; ls", "$(reboot)", "`reboot`",
    "../../../../etc/passwd", "..\\..\\boot.ini", "/dev/zero", "C:\\con\\con", "file:///etc/passwd",
    "http://127.0.0.1:8080/metrics", "http://[::1]/", "http://169.254.169.254/latest", "gopher://x.example",
    "ok\r\nERROR update 1 failed", "ok\nX-Header: 1", "\x1b[2J\x1b[31mred", "\x08\x08\x08", "\x00text",
    "/start\x00", "/", "//", "/check", "/check@", "/check@loopback_bot@other", "/CHECK nmn", "/appeal", "/country " * 50,
    "/country ../../x", "/country %s", "/country \u202e", "a:1:s0", "a:ffffffffffffffff:c999", "a:-1:s0",
    "\ufdfa" * 300, "İ" * 300, "ŉ" * 300, "\U0001f469\u200d\u2764\ufe0f\u200d\U0001f469" * 40,
    "\u202eNMN cures cancer\u202c", "N\u200bM\u200bN beats depression", "N M N beats depression", "ＮＭＮ beats depression",
    "NMN" + ZALGO + " beats depression", "NMN beats depression" + "!" * 3000, "." * 4000 + "a", "!" * 4000 + "a",
    "1" * 4000, "1," * 2000, "1." * 2000, "111 " * 1000, "1 mg " * 800, "9" * 4000 + " mg NMN", "take " + "1" * 4000,
    "a" * 4000, "a" * 4000 + "!", "aA" * 2000, "#" + "aB" * 2000, "a_" * 2000, "a b " * 1000, "a." * 2000, "A" * 4000,
    "(" * 4000, "([{<" * 1000, '"\'' * 2000, '."' * 2000, "." + '"' * 4000, "((((a)*)*)*)*" * 100, "\\" * 4000,
    "dr. " * 1000, "e.g. " * 800, "x" * 60 + "\na" * 1900, "\n " * 2000, "\n" + " " * 4000 + "x", "\n- a" * 1000,
    "NMN " * 1000, "NMN. " * 800, "NMN, garlic, " * 300, "NMN beats depression. " * 180, "NMN\n" * 1000,
    "depression " * 370, "not " * 1000, "cures " * 650, "give my baby 500 mg iron " * 160, "I took pills " * 300,
    "吗!" * 2000, "。" * 4000, "中文补充剂" * 800, "ا" * 4000, "؟ " * 2000, "क्" * 2000, "aа" * 2000, "\u0301" * 4000,
    "https://x.example/ " * 200, "https://" + "a" * 4000, "@" * 4000, "magnezium " * 400, "ashwaganda melatonn " * 200,
    " ".join(f"{a}{b}{c}q" for a in "abcdefghij" for b in "klmnopqrst" for c in "uvwxy"),
)  # fmt: skip


def hostile() -> SearchStrategy[str]:
    """Texts of all kinds: atoms in rows and heaps, any characters at all, one thing very often."""
    atom = st.sampled_from(ATOMS)
    row = st.builds(lambda text, times: (text * times)[:LONGEST], atom, st.integers(1, 2_000))
    heap = st.lists(atom, min_size=1, max_size=60).map("".join)
    anything = st.text(st.characters(exclude_categories=()), max_size=200)
    mixed = st.lists(st.one_of(row, heap, anything), min_size=1, max_size=4).map("".join)
    nested = st.builds(
        lambda opening, closing, deep: (opening * deep + "NMN" + closing * deep)[:LONGEST],
        st.sampled_from("([{<\"'“«"), st.sampled_from(")]}>\"'”»"), st.integers(1, 2_000),
    )  # fmt: skip
    return st.one_of(row, heap, anything, mixed, nested).map(lambda text: text[:LONGEST])


def drawn(strategy: SearchStrategy[T], number: int) -> list[T]:
    """So many examples of a strategy, the same ones each time."""
    found: list[T] = []

    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return found[:number]


def texts(number: int) -> Iterator[str]:
    """The written texts, then generated ones."""
    yield from WRITTEN[:number]
    if number > len(WRITTEN):
        yield from drawn(hostile(), number - len(WRITTEN))
