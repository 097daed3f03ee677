"""New substances and outcomes as text: in the style of the library, and nothing else moves."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import LibraryError
from knowledge.library.files import LIBRARY
from knowledge.library.loader import Loader
from knowledge.library.word_records import substance_text, with_outcome
from tests.knowledge import small_library

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)
"""Any words that may be stored: no line breaks."""
HAIR = """- id: hair
  name: hair growth
  nature: goal
  words:
    en: [hair growth, thicker hair]
"""


def outcome(id_: str, **more: Any) -> dict[str, Any]:
    words = {"en": ["hair growth", "thicker hair"]}
    return {"id": id_, "name": "hair growth", "nature": "goal", "words": words, **more}


def test_an_outcome_stands_where_its_id_has_its_place() -> None:
    text = with_outcome(small_library.OUTCOMES, outcome("hair", ambiguous=[], opposite=["bald"]))
    lines = f"{HAIR}  opposite: [bald]\n"
    assert text == small_library.OUTCOMES.replace("- id: sleep", f"{lines}- id: sleep")


@pytest.mark.parametrize(("id_", "place"), [("aaa", 0), ("zzz", -1)])
@pytest.mark.parametrize("end", ["", "\n"])
def test_it_may_be_the_first_or_the_last(id_: str, place: int, end: str) -> None:
    text = with_outcome(small_library.OUTCOMES.rstrip() + end, outcome(id_))
    assert yaml.load(text, Loader=Loader)[place]["id"] == id_


def test_in_the_real_file_nothing_else_moves() -> None:
    text = (LIBRARY / "outcomes.yaml").read_text(encoding="utf-8")
    assert with_outcome(text, outcome("hair")).replace(HAIR, "") == text


def test_a_file_of_another_shape_is_left_to_a_person() -> None:
    with pytest.raises(LibraryError, match="cannot be changed by a command"):
        with_outcome("[{id: sleep}]", outcome("hair"))


@given(st.lists(TEXT.filter(str.strip), min_size=1, max_size=12))
def test_any_names_are_read_again_as_they_were(names: list[str]) -> None:
    record = {"id": "zinc", "name": names[0], "group": "mineral", "names": {"en": names}}
    assert yaml.load(substance_text(record), Loader=Loader) == record
