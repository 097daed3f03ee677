"""The benchmark of the ranking: what it reads, what it counts, what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge import embedding
from tests.benchmarks.retrieval import average_precision, main, measure, texts_of, wanted_of

BASE = [
    {"id": 1, "text": "Sharks swim on the highway", "title": "Is this photograph real?"},
    {"id": 2, "text": "Lemon water melts fat"},
    {"id": 3, "text": "The moon landing was staged"},
]
QUERIES = [
    {"id": "a", "text": "look, sharks on the highway!"},
    {"id": "b", "text": "they staged the landing on the moon"},
    {"id": "c", "text": "nobody asked for this"},
]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name, records in (("kb", BASE), ("queries", QUERIES)):
        lines = "\n".join(map(json.dumps, records))
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("a\t1\nb\t3\n", encoding="utf-8")
    return [str(tmp_path / name) for name in ("kb.jsonl", "queries.jsonl", "qrels.tsv")]


def test_it_prints_how_good_the_ranking_is(
    files: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "available", lambda: False)
    main(files)
    printed = capsys.readouterr().out
    assert "3 claims; 2 of 3 queries have a claim" in printed
    assert printed.splitlines()[3].split()[:5] == ["by", "words", "1.000", "1.000", "1.000"]
    assert "not measured" in printed


@pytest.mark.parametrize("qrels", ["", "c\t1\t2\n", "x\t1\n", "a 0 1 yes\n"])
def test_what_cannot_be_measured_is_wrong_use(files: list[str], qrels: str) -> None:
    Path(files[2]).write_text(qrels, encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(files)
    assert stopped.value.code == 2


def test_a_title_is_read_with_its_text(files: list[str]) -> None:
    texts = texts_of(Path(files[0]))
    assert texts["1"] == "Sharks swim on the highway Is this photograph real?"
    assert texts["2"] == "Lemon water melts fat"


@pytest.mark.parametrize("qrels", ["a\t1\na\t2\nb\t3", "a 0 1 1\na 0 2 1\nb 0 3 1\nb 0 1 0\n"])
def test_both_forms_of_judgements_are_read(qrels: str) -> None:
    assert wanted_of(qrels) == {"a": {"1", "2"}, "b": {"3"}}


@pytest.mark.parametrize(
    ("hits", "wanted", "precision"),
    [
        ([True, False, False, False, False], 1, 1.0),
        ([False, True, False, False, False], 1, 0.5),
        ([True, False, True, False, False], 2, (1 + 2 / 3) / 2),
        ([True, True, True, True, True], 9, 1.0),
        ([False] * 5, 1, 0.0),
    ],
)
def test_precision_is_the_mean_at_each_hit(hits: list[bool], wanted: int, precision: float) -> None:
    assert average_precision(hits, wanted) == pytest.approx(precision)


def test_means_are_over_the_queries() -> None:
    scores = {"x": [0.9, 0.5, 0.1], "y": [0.9, 0.5, 0.1]}
    found = measure(
        ["1", "2", "3"],
        {"a": "x", "b": "y"},
        {"a": {"1"}, "b": {"2", "9"}},
        lambda text: np.array(scores[text], dtype=np.float32),
    )
    assert (found.queries, found.p1, found.recall5) == (2, 0.5, 0.75)
    assert found.map5 == pytest.approx((1 + 0.25) / 2)
