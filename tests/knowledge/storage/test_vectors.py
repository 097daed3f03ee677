"""Vectors that are kept on disk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from knowledge import Content
from knowledge.matching.meaning import wordings
from knowledge.storage import vectors
from knowledge.storage.vectors import Vectors, vectors_of

alone = partial(vectors_of, library=Path("nowhere"))
"""Without what comes with the library."""
TEXTS = ["NMN cures depression", "my hair grew back", "", "姜黄 🎉"]


class Counting:
    """Vectors of three simple numbers; it remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.most = 0

    def __call__(self, texts: list[str]) -> Vectors:
        self.asked += texts
        self.most = max(self.most, len(texts))
        return np.array([[len(t), t.count("e"), 1] for t in texts], dtype=np.float32)


@pytest.fixture
def embed() -> Counting:
    return Counting()


def test_there_is_one_row_a_text_in_their_order(tmp_path: Path, embed: Counting) -> None:
    found = alone(TEXTS, embed, tmp_path)
    assert found.dtype == np.float32
    assert found.tolist() == embed(TEXTS).tolist()
    assert alone(TEXTS[::-1], embed, tmp_path).tolist() == found[::-1].tolist()


def test_what_was_computed_once_is_not_computed_again(tmp_path: Path, embed: Counting) -> None:
    first = alone(TEXTS, embed, tmp_path)
    again = alone(TEXTS, embed, tmp_path)
    assert embed.asked == TEXTS
    assert np.allclose(first, again, rtol=1e-3)


def test_only_what_is_new_is_computed(tmp_path: Path, embed: Counting) -> None:
    alone(TEXTS, embed, tmp_path)
    alone([*TEXTS, "new"], embed, tmp_path)
    assert embed.asked == [*TEXTS, "new"]


def test_a_text_that_stands_there_twice_is_computed_once(tmp_path: Path, embed: Counting) -> None:
    assert alone(["a", "b", "a"], embed, tmp_path).shape == (3, 3)
    assert embed.asked == ["a", "b"]


def test_many_texts_are_computed_in_batches(tmp_path: Path, embed: Counting) -> None:
    many = [f"text {number}" for number in range(150)]
    assert alone(many, embed, tmp_path).shape == (150, 3)
    assert embed.asked == many
    assert embed.most < len(many)


def test_a_folder_that_is_not_there_is_made(tmp_path: Path, embed: Counting) -> None:
    alone(TEXTS, embed, tmp_path / "new" / "deep")
    alone(TEXTS, embed, tmp_path / "new" / "deep")
    assert embed.asked == TEXTS


def test_nothing_is_left_beside_the_file_and_its_lock(tmp_path: Path, embed: Counting) -> None:
    alone(TEXTS, embed, tmp_path)
    alone(["other"], embed, tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {"vectors.npz", "vectors.lock"}


def test_those_who_start_together_compute_once(tmp_path: Path, embed: Counting) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: alone(TEXTS, embed, tmp_path), range(4)))
    assert embed.asked == TEXTS
    assert all(np.array_equal(one, found[0]) for one in found)


@pytest.mark.parametrize("share", [0.0, 0.5], ids=["empty", "cut off"])
def test_a_spoilt_file_only_costs_the_time_to_compute_anew(
    share: float, tmp_path: Path, embed: Counting
) -> None:
    alone(TEXTS, embed, tmp_path)
    (file,) = tmp_path.glob("*.npz")
    held = file.read_bytes()
    file.write_bytes(held[: int(len(held) * share)])
    assert alone(TEXTS, embed, tmp_path).shape == (4, 3)
    assert embed.asked == TEXTS * 2


def test_a_file_of_something_else_only_costs_the_time_to_compute_anew(
    tmp_path: Path, embed: Counting
) -> None:
    alone(TEXTS, embed, tmp_path)
    (file,) = tmp_path.glob("*.npz")
    file.write_text("this is no cache", encoding="utf-8")
    assert alone(TEXTS, embed, tmp_path).shape == (4, 3)


def test_a_folder_that_cannot_be_used_only_costs_the_time_to_compute_anew(
    tmp_path: Path, embed: Counting
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    assert alone(TEXTS, embed, in_the_way / "cache").shape == (4, 3)


def test_by_default_the_cache_is_that_of_the_user(
    tmp_path: Path, embed: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    alone(TEXTS, embed)
    assert [file.parent for file in tmp_path.rglob("*.npz")] == [tmp_path / "grain-of-salt"]


def test_most_wordings_of_the_library_come_with_their_vectors(library: Content) -> None:
    published = [claim for claim in library.claims if claim.published]
    texts = [text for _, text in wordings(published)]
    held = vectors.shipped()
    missing = [text for text in texts if vectors._key(text) not in held]
    assert len(missing) <= 0.05 * len(texts), "run `python -m knowledge vectors`"


def test_what_is_shipped_points_where_it_was_made_to(tmp_path: Path, embed: Counting) -> None:
    file = tmp_path / "shipped.npz"
    assert vectors.ship(TEXTS, embed, file, tmp_path / "made") == len(set(TEXTS))
    exact = alone(TEXTS, embed, tmp_path / "cache")
    held = vectors.shipped(file)
    for text, row in zip(TEXTS, exact, strict=True):
        near = held[vectors._key(text)].astype(float)
        cosine = near @ row / (np.linalg.norm(near) * np.linalg.norm(row))
        assert cosine > 0.999


def test_a_spoilt_file_of_the_library_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "shipped.npz").write_text("spoilt", encoding="utf-8")
    assert vectors.shipped(tmp_path / "shipped.npz") == {}
