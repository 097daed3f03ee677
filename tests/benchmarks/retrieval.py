"""`python -m tests.benchmarks.retrieval KB QUERIES QRELS`: the ranking alone, on any set of claims.

No vocabulary, no gate: only which texts of a base come near a query. KB and QUERIES are JSON lines
of `{"id", "text"}`, of a base also with a `"title"`; QRELS has `query id<TAB>claim id` a line, or
the four columns of TREC.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean, median

from knowledge import embedding
from knowledge.matching.ranking import ByMeaning, ByWords, Scores, fused, plain, ranked
from knowledge.storage.vectors import vectors_of

_BEST = 5
Score = Callable[[str], Scores]


@dataclass(frozen=True, slots=True)
class Found:
    """How good rankings are: means over the queries, and the time that half of them take."""

    queries: int
    map5: float
    p1: float
    recall5: float
    ms: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.retrieval")
    parser.description = __doc__
    for name in ("kb", "queries", "qrels"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args(arguments)
    try:
        base, queries = texts_of(asked.kb), texts_of(asked.queries)
        wanted = wanted_of(asked.qrels.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        parser.error(f"cannot be read: {error}")
    judged = {id_: text for id_, text in queries.items() if id_ in wanted}
    if not base or not judged:
        parser.error("no query has a claim that is wanted for it")
    print(f"{len(base)} claims; {len(judged)} of {len(queries)} queries have a claim\n")
    print(f"{'':16}{'MAP@5':>8}{'P@1':>8}{'recall@5':>10}{'ms a query':>12}", flush=True)
    measured = partial(measure, list(base), judged, wanted)
    by_words = ByWords(list(base.values())).scores
    _row("by words", measured(by_words))
    if not embedding.available():
        print("by meaning: not measured, the extra `semantic` is not installed")
        return
    by_meaning = ByMeaning(_vectors(list(base.values())), embedding.embed_claims).scores
    _row("with meaning", measured(lambda text: fused(by_words(text), by_meaning(text))))
    _row("meaning alone", measured(by_meaning))


def measure(
    ids: Sequence[str], queries: dict[str, str], wanted: dict[str, set[str]], score: Score
) -> Found:
    """Rank every claim for each of the queries, and compare with what is wanted."""
    times, first, precision, recall = [], [], [], []
    for id_, text in queries.items():
        begun = time.perf_counter()
        best = [claim for claim, _ in ranked(ids, score(text), _BEST)]
        times.append(time.perf_counter() - begun)
        hits = [claim in wanted[id_] for claim in best]
        first.append(any(hits[:1]))
        precision.append(average_precision(hits, len(wanted[id_])))
        recall.append(sum(hits) / len(wanted[id_]))
    return Found(len(queries), mean(precision), mean(first), mean(recall), median(times) * 1000)


def average_precision(hits: Sequence[bool], wanted: int) -> float:
    """The mean precision at each hit, out of as many as could have been hit."""
    found = [sum(hits[: place + 1]) / (place + 1) for place, hit in enumerate(hits) if hit]
    return sum(found) / min(wanted, _BEST)


def texts_of(file: Path) -> dict[str, str]:
    """The texts of a file by their ids, each with its title where it has one."""
    with file.open(encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream if line.strip()]
    return {
        str(record["id"]): " ".join(filter(None, (record["text"], record.get("title"))))
        for record in records
    }


def wanted_of(qrels: str) -> dict[str, set[str]]:
    """The claims that are right for each query."""
    wanted: dict[str, set[str]] = {}
    for query, claim in _pairs(qrels.splitlines()):
        wanted.setdefault(query, set()).add(claim)
    return wanted


def _pairs(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in filter(str.strip, lines):
        match line.split("\t") if "\t" in line else line.split():
            case [query, claim]:
                yield query.strip(), claim.strip()
            case [query, _, claim, relevance]:
                if int(relevance) > 0:
                    yield query.strip(), claim.strip()
            case _:
                raise ValueError(f"neither two columns nor four: {line!r}")


def _vectors(texts: Sequence[str]) -> Scores:
    # Apart from those of the library: a big base would push them out.
    folder = Path(tempfile.gettempdir()) / "grain-of-salt-retrieval"
    return vectors_of([plain(text) for text in texts], embedding.embed_claims, folder)


def _row(name: str, found: Found) -> None:
    print(
        f"{name:16}{found.map5:8.3f}{found.p1:8.3f}{found.recall5:10.3f}{found.ms:12.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
