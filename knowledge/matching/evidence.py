"""What a whole message shows for a pair of substance and effect: how near they stand to each other,
how much of the message is about them, whether it claims anything at all."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.matching import attention
from knowledge.matching.candidates import Candidate
from knowledge.model import Claim, Nature, Relation
from knowledge.reading.reader import Reading
from knowledge.reading.vocabulary import Mention
from knowledge.snapshot import Snapshot

_LONG = 400
"""Words of a message that counts as long."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The places of a message: the sentences that name each substance, those that speak of it, and
    those that name each effect; what each sentence shows by its words and by its meaning."""

    named: Mapping[str, tuple[int, ...]]
    spoken: Mapping[str, tuple[int, ...]]
    effects: Mapping[str, tuple[tuple[int, Mention], ...]]
    worded: Sequence[Mapping[str, float]]
    meant: Sequence[Mapping[str, float]]
    asserting: Sequence[float]
    length: float


def evidence(reading: Reading, base: Snapshot) -> Evidence:
    """The evidence of a message, before any claim is looked at."""
    named: dict[str, list[int]] = {}
    spoken: dict[str, list[int]] = {}
    effects: dict[str, list[tuple[int, Mention]]] = {}
    for number, (one, subjects) in enumerate(zip(reading.sentences, reading.subjects, strict=True)):
        for mention in one.substances:
            named.setdefault(mention.id, []).append(number)
            spoken.setdefault(mention.id, []).append(number)
        for subject in subjects:
            spoken.setdefault(subject.id, []).append(number)
        # What a warning or a list of side effects names is not what is claimed.
        for mention in () if number in reading.warnings else one.outcomes:
            effects.setdefault(mention.id, []).append((number, mention))
    heard = attention.sentences(reading, base)
    texts = [one.sentence.text if n in heard else "" for n, one in enumerate(reading.sentences)]
    words = sum(len(one.sentence.tokens) for one in reading.sentences)
    return Evidence(
        named={id_: tuple(dict.fromkeys(at)) for id_, at in named.items()},
        spoken={id_: tuple(sorted({*at})) for id_, at in spoken.items()},
        effects={id_: tuple(at) for id_, at in effects.items()},
        worded=[
            {} if n in reading.warnings else base.retrieval.effects(one.sentence.tokens)
            for n, one in enumerate(reading.sentences)
        ],
        meant=[base.meaning.effects(text) for text in texts],
        asserting=[base.meaning.asserting(text) for text in texts],
        length=min(1.0, math.log1p(words) / math.log1p(_LONG)),
    )


def weighed(candidates: Iterable[Candidate], seen: Evidence, base: Snapshot) -> list[Candidate]:
    """The candidates, each with what the whole message shows for it."""
    shown: dict[tuple[str, str], dict[str, float]] = {}
    found = []
    for each in candidates:
        pair = each.claim.id, each.named
        if pair not in shown:
            shown[pair] = _shown(each.claim, each.named, seen, base)
        features = replace(each.features, **shown[pair])
        # Where a sentence names the effect, that its words are nearer to another is no matter.
        found.append(
            replace(each, features=features if features.topical else replace(features, behind=0.0))
        )
    return found


def _shown(claim: Claim, named: str, seen: Evidence, base: Snapshot) -> dict[str, float]:
    """The signals of a whole message for one claim, by their names."""
    outcome = claim.outcome
    own = seen.spoken.get(named, ())
    places = [place for name in _names(claim, base) for place in seen.effects.get(name, ())]
    at = sorted({number for number, _ in places})
    rivals = {
        other.outcome for other in base.by_substance[claim.substance] if other.outcome != outcome
    }
    best = max((seen.worded[n].get(outcome, 0.0) for n in own), default=0.0)
    nearby = ((other, value) for n in own for other, value in seen.worded[n].items())
    rival = max((value for other, value in nearby if other in rivals), default=0.0)
    return {
        "spoken": max((mention.sure for _, mention in places), default=0.0),
        "beside": _nearness(seen.named.get(named, ()), at),
        "sole": float(len(seen.named) == 1),
        "first": float(next(iter(seen.named), None) == named),
        "anywhere": max((each.get(outcome, 0.0) for each in seen.meant), default=0.0),
        "worded_anywhere": max((each.get(outcome, 0.0) for each in seen.worded), default=0.0),
        "ahead": max(0.0, best - rival),
        "behind": max(0.0, rival - best),
        "long": seen.length,
        # That a remedy replaces a treatment is refused for all of them alike.
        "general": float(named != claim.substance and claim.relation is not Relation.REPLACES),
        "aspect": float(base.outcome(outcome).nature is Nature.ASPECT),
        "swap": float(claim.relation is Relation.REPLACES),
        "asserting": max((seen.asserting[n] for n in own), default=0.0),
        "asserting_anywhere": max(seen.asserting, default=0.0),
    }


def _names(claim: Claim, base: Snapshot) -> tuple[str, ...]:
    """What names the effect of a claim: itself, and for a treatment that is replaced the illnesses
    that it is for ("beats depression! She threw away her pills")."""
    treats = base.outcome(claim.outcome).treats if claim.relation is Relation.REPLACES else ()
    return claim.outcome, *treats


def _nearness(own: Sequence[int], at: Sequence[int]) -> float:
    """1 for the same sentence, 1/2 for the next one, ...; 0 where one of them is never named. Both
    are sorted."""
    if not own or not at:
        return 0.0
    far = min(
        abs(other - here)
        for here in own
        for place in (bisect_left(at, here),)
        for other in at[max(0, place - 1) : place + 1]
    )
    return 1 / (1 + far)
