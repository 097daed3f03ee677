"""What a first attempt would do, over the same base: the nearest phrasing, names side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process, utils

from knowledge import Snapshot
from knowledge.reading.reader import read
from knowledge.review.tried import right
from tests.quality.messages import Message
from tests.quality.score import Score

Predict = Callable[[Message], Mapping[str, float]]
"""Claims of a message, each with how sure the baseline is of it."""
_CUTS = tuple(range(50, 101, 5))
_SCORERS = {
    "WRatio": fuzz.WRatio,
    "token_set": fuzz.token_set_ratio,
    "partial_token_sort": fuzz.partial_token_sort_ratio,
}


def baselines(
    tuning: Sequence[Message], aside: Sequence[Message], base: Snapshot
) -> dict[str, Score]:
    """The score of each on the set-aside part, at the threshold that is best on the tuning part."""
    predictors: dict[str, Predict] = {
        name: _nearest(scorer, base) for name, scorer in _SCORERS.items()
    }
    predictors["names"] = lambda message: _named(message, base)
    found = {}
    for name, predict in predictors.items():
        guesses = [(message, predict(message)) for message in tuning]
        cut = max(_CUTS, key=lambda at: _scored(guesses, at, base).f1)
        found[name] = _scored([(message, predict(message)) for message in aside], cut, base)
    return found


def _nearest(scorer: Callable[..., float], base: Snapshot) -> Predict:
    texts, owners = [], []
    for claim in base.claims.values():
        for text in (claim.claim, *claim.phrasings):
            texts.append(utils.default_process(text))
            owners.append(claim.id)

    def predict(message: Message) -> Mapping[str, float]:
        hit = process.extractOne(utils.default_process(message.text), texts, scorer=scorer)
        return {owners[hit[2]]: hit[1]} if hit else {}

    return predict


def _named(message: Message, base: Snapshot) -> Mapping[str, float]:
    """Every claim whose substance and outcome are named, the topic carried from line to line."""
    found: dict[str, float] = {}
    reading = read(message.text, base.vocabulary)
    for one, subjects in zip(reading.sentences, reading.subjects, strict=True):
        outcomes = {mention.id for mention in one.outcomes}
        for subject in subjects:
            for claim in base.by_substance.get(subject.id, ()):
                if claim.outcome in outcomes:
                    found[claim.id] = 100.0
    return found


def _scored(
    guesses: Iterable[tuple[Message, Mapping[str, float]]], cut: float, base: Snapshot
) -> Score:
    total = Score()
    for message, guess in guesses:
        answered = {id_ for id_, sure in guess.items() if sure >= cut}
        labelled = [(label, right(label.said, base)) for label in message.labels]
        fine = frozenset[str]().union(*(claims for _, claims in labelled))
        reviewed = [claims for label, claims in labelled if label.claim in base.claims]
        total.messages += 1
        total.right += len(answered & fine)
        total.wrong += len(answered - fine)
        total.found += sum(bool(claims & answered) for claims in reviewed)
        total.missed += sum(not claims & answered for claims in reviewed)
        if not message.labels:
            total.silent += 1
            total.alarms += bool(answered)
    return total
