"""What reaches the model of meaning: never what its native code cannot bear."""

from __future__ import annotations

import pytest

from knowledge import embedding


def test_signs_that_stand_for_many_are_taken_apart_and_cut() -> None:
    safe = embedding._safe("\ufdfa" * 600)
    assert "\ufdfa" not in safe
    assert len(safe) <= 2_000


@pytest.mark.parametrize("text", ["\ud800NMN", "NMN\0", "\udfff" * 10])
def test_what_is_no_text_does_no_harm(text: str) -> None:
    safe = embedding._safe(text)
    assert "\0" not in safe
    assert safe.encode("utf-8").decode("utf-8") == safe


def test_what_takes_the_model_long_is_long() -> None:
    if not embedding.available():
        pytest.skip("the extra `semantic` is not installed")
    plain, hostile = "ginger tea helps with a cold", "akuq akvq akwq akxq akyq aluq"
    assert embedding.length("") < embedding.length(plain) < embedding.length(hostile)
