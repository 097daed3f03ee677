"""Twins: a message and its like with another substance, another effect, denied, or as a question.
Each must change the answer.

Made from the English messages of one sentence that assert one claim and are answered with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import Snapshot, Stance, assess
from knowledge.reading.reader import read
from knowledge.reading.reads import Read
from tests.quality.messages import Message

_SUBSTANCES = {"nac": "NAC", "manganese": "manganese", "taurine": "taurine", "selenium": "selenium"}
_OUTCOMES = {"migraine": "migraine", "gout": "gout", "psoriasis": "psoriasis", "asthma": "asthma"}


@dataclass(frozen=True, slots=True)
class Twin:
    """What was changed, the changed text, and the claim that the first text was answered with."""

    kind: str
    text: str
    claim: str


def twins(messages: Sequence[Message], base: Snapshot) -> Iterator[Twin]:
    """Every twin of every message that lends itself to it."""
    for message in messages:
        if message.language != "en" or len(message.labels) != 1:
            continue
        (label,) = message.labels
        if label.stance != Stance.ASSERTS or label.claim not in base.claims:
            continue
        answers = assess(message.text, base).answers
        if [f.claim.id for f in answers] == [label.claim]:
            yield from _of(message.text, answers[0].claim.id, base)


def is_right(twin: Twin, base: Snapshot) -> bool:
    """Whether the changed text is answered as changed."""
    assessment = assess(twin.text, base)
    if twin.kind in ("substance", "outcome"):
        return all(finding.claim.id != twin.claim for finding in assessment.answers)
    wanted = Stance.ASKS if twin.kind == "question" else Stance.DISPUTES
    return any(f.claim.id == twin.claim and f.stance is wanted for f in assessment.findings)


def _of(text: str, id_: str, base: Snapshot) -> Iterator[Twin]:
    sentences = read(text, base.vocabulary).sentences
    if len(sentences) != 1:
        return
    (one,) = sentences
    plain = one.sentence.text.rstrip(".!… ")
    if plain.endswith("?"):
        return
    yield Twin("question", f"Is it true that {plain}?", id_)
    yield Twin("denied", f"It is a myth that {plain}.", id_)
    claim = base.claims[id_]
    reviewed = {other.outcome for other in base.by_substance[claim.substance]}
    for kind, id_named, others in (
        ("substance", claim.substance, _SUBSTANCES),
        ("outcome", claim.outcome, _OUTCOMES),
    ):
        known = reviewed if kind == "outcome" else {claim.substance}
        name = next((name for other, name in others.items() if other not in known), None)
        if name and (changed := _with(one, id_named, name)):
            yield Twin(kind, changed, id_)


def _with(one: Read, id_: str, name: str) -> str | None:
    """The sentence with this name in the place of the mention; None if that is not named once."""
    places = {
        (one.sentence.tokens[m.start].start, one.sentence.tokens[m.end - 1].end)
        for m in one.mentions
        if m.id == id_
    }
    if len(places) != 1:
        return None
    start, end = places.pop()
    return one.sentence.text[:start] + name + one.sentence.text[end:]
