"""The ids of sources at the end of a fact."""

from __future__ import annotations

import pytest

from knowledge.citations import cited, said


@pytest.mark.parametrize(
    ("fact", "text", "ids"),
    [
        ("Trials were small. [ods-2023]", "Trials were small.", ("ods-2023",)),
        ("Two agree. [a, b-2]", "Two agree.", ("a", "b-2")),
        ("Not tied yet.", "Not tied yet.", ()),
        ("A range [1] in the middle.", "A range [1] in the middle.", ()),
        ("Ends with words [Not An Id]", "Ends with words [Not An Id]", ()),
    ],
)
def test_the_ids_are_told_from_what_is_said(fact: str, text: str, ids: tuple[str, ...]) -> None:
    assert said(fact) == text
    assert cited(fact) == ids
