"""The tuned model: a copy of the package's, with other layers, kept where there is room."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from knowledge import tuned
from knowledge.embedding import available, embed, embed_alarms
from knowledge.errors import UnknownModel
from knowledge.tuned import Layers

MODEL = b"pieces of words, then layers"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    file = tmp_path / "model.bin"
    file.write_bytes(MODEL)
    return file


def layers(written: bytes = b"LAYERS", of: bytes = MODEL) -> Layers:
    end = np.frombuffer(written, np.uint8)
    return Layers(hashlib.sha256(of).hexdigest(), len(MODEL) - len(written), end)


def test_a_copy_has_the_new_layers_and_the_rest_as_it_was(model: Path, tmp_path: Path) -> None:
    with tuned.file_of(layers(), model, tmp_path / "cache") as file:
        assert file.read_bytes() == b"pieces of words, then LAYERS"
    assert model.read_bytes() == MODEL


def test_a_copy_is_made_once(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with tuned.file_of(layers(), model, folder) as first:
        made = first.stat()
    with tuned.file_of(layers(), model, folder) as second:
        assert second == first
        assert second.stat().st_mtime_ns == made.st_mtime_ns
    assert [file.name for file in folder.iterdir()] == [first.name]


def test_other_layers_take_the_place_of_the_last_ones(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with tuned.file_of(layers(), model, folder):
        pass
    with tuned.file_of(layers(b"OTHERS"), model, folder) as file:
        assert file.read_bytes().endswith(b"OTHERS")
    assert [file.name for file in folder.iterdir()] == [file.name]


@pytest.mark.parametrize("spoilt", [b"", MODEL, b"pieces of words, then LAYER"])
def test_a_spoilt_copy_is_made_anew(model: Path, tmp_path: Path, spoilt: bytes) -> None:
    folder = tmp_path / "cache"
    with tuned.file_of(layers(), model, folder) as file:
        file.write_bytes(spoilt)
    with tuned.file_of(layers(), model, folder) as again:
        assert again.read_bytes() == b"pieces of words, then LAYERS"


def test_where_nothing_can_be_kept_the_copy_is_gone_afterwards(model: Path, tmp_path: Path) -> None:
    no_folder = tmp_path / "a file"
    no_folder.write_bytes(b"")
    with tuned.file_of(layers(), model, no_folder) as file:
        assert file.read_bytes() == b"pieces of words, then LAYERS"
    assert not file.exists()


def test_another_model_is_refused_with_the_way_out(model: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(UnknownModel, match=r"requirements\.lock"),
        tuned.file_of(layers(of=b"another model"), model, tmp_path / "cache"),
    ):
        pass
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.skipif(not available(), reason="the extra `semantic` is not installed")
def test_the_shipped_layers_belong_to_the_installed_model() -> None:
    plain, heard = embed(["I took all the pills"]), embed_alarms(["I took all the pills"])
    assert heard.shape == plain.shape == (1, 384)
    assert np.linalg.norm(heard) == pytest.approx(1, abs=1e-3)
    assert float(plain[0] @ heard[0]) < 0.95


@pytest.mark.skipif(not available(), reason="the extra `semantic` is not installed")
def test_many_texts_are_heard_as_each_alone() -> None:
    texts = ["I took all the pills", "ginger tea for a cold", ""]
    together = embed_alarms(texts)
    for number, text in enumerate(texts):
        assert together[number] == pytest.approx(embed_alarms([text])[0], abs=1e-3)
