"""What does not change what a message says must not change what is found in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Snapshot, assess

MESSAGES = (
    "NMN cures depression",
    "Creatine causes hair loss.",
    "Does magnesium help with leg cramps?",
    "Soursop tea kills cancer better than chemo",
    "La cúrcuma cura el cáncer",
    "Куркума лечит рак",
    "Kunyit bisa menyembuhkan kanker",
)
LOOKALIKES = str.maketrans({"a": "а", "e": "е", "o": "о", "c": "с", "p": "р"})
"""Latin letters and the Cyrillic ones that look the same."""
CHANGES: dict[str, Callable[[str], str]] = {
    "spaces": lambda text: f"\n\n  {text.replace(' ', '   ')}  \n",
    "emoji": lambda text: f"🔥🔥 {text} 🙏",
    "invisible": "\u200b".join,
    "a soft hyphen": lambda text: text[:3] + "\u00ad" + text[3:],
    "capitals": str.upper,
    "small letters": str.lower,
    "full width": lambda text: "".join(
        chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text
    ),
}
UNRELATED = (
    "The bus leaves at nine, bring an umbrella.",
    "Grandma says hello and the cat is fine.",
    "Your parcel arrives on Tuesday.",
)


def found(text: str, base: Snapshot) -> set[str]:
    return {finding.claim.id for finding in assess(text, base).answers}


@pytest.mark.parametrize("how", CHANGES)
@pytest.mark.parametrize("text", MESSAGES)
def test_how_a_message_is_set_does_not_matter(text: str, how: str, base: Snapshot) -> None:
    assert found(CHANGES[how](text), base) == found(text, base) != set()


@pytest.mark.parametrize("text", [text for text in MESSAGES if text.isascii()])
def test_letters_that_look_alike_hide_nothing(text: str, base: Snapshot) -> None:
    name, rest = text.split(" ", 1)
    disguised = f"{name.translate(LOOKALIKES)} {rest}"
    assert found(disguised, base) == found(text, base)


@pytest.mark.parametrize("unrelated", UNRELATED)
@pytest.mark.parametrize("text", MESSAGES)
def test_an_unrelated_paragraph_changes_nothing(text: str, unrelated: str, base: Snapshot) -> None:
    assert found(f"{text}\n\n{unrelated}", base) == found(text, base)


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(MESSAGES[:4]))
def test_the_order_of_claims_does_not_matter(order: list[str], base: Snapshot) -> None:
    assert found("\n\n".join(order), base) == found("\n\n".join(MESSAGES[:4]), base)
