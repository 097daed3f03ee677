"""Precision, recall, false alarms and stance of the automatic answers, against the labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge import Assessment, Snapshot, assess
from knowledge.review.tried import right
from tests.quality.messages import Message


@dataclass(slots=True)
class Score:
    """Counts over messages. An answer is right when the message is labelled with its substance and
    outcome, and it is not on the opposite; `found` counts labels, `right` and `wrong` answers."""

    messages: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    asked: int = 0
    silent: int = 0
    alarms: int = 0
    stances: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.found / max(self.found + self.missed, 1)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    @property
    def false_alarms(self) -> float:
        """Share of the messages without any claim that got an answer."""
        return self.alarms / max(self.silent, 1)

    @property
    def stance(self) -> float:
        return self.stances / max(self.found, 1)


@dataclass(frozen=True, slots=True)
class Judged:
    """What went wrong with one message, for reading."""

    message: Message
    assessment: Assessment
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    found: int = 0
    stances: int = 0


def judge(message: Message, base: Snapshot) -> Judged:
    """One message: which answers are wrong, which claims were missed."""
    assessment = assess(message.text, base)
    answered = {finding.claim.id: finding for finding in assessment.answers}
    labelled = [(label, right(label.said, base)) for label in message.labels]
    fine = frozenset[str]().union(*(claims for _, claims in labelled))
    reviewed = [(label, claims) for label, claims in labelled if label.claim in base.claims]
    return Judged(
        message,
        assessment,
        wrong=tuple(sorted(set(answered) - fine)),
        found=sum(bool(claims & set(answered)) for _, claims in reviewed),
        missed=tuple(
            sorted(str(label.claim) for label, claims in reviewed if not claims & set(answered))
        ),
        stances=sum(
            any(id_ in answered and answered[id_].stance == label.stance for id_ in claims)
            for label, claims in reviewed
        ),
    )


def score(judged: Iterable[Judged]) -> Score:
    """The counts over judged messages."""
    total = Score()
    for one in judged:
        answers = one.assessment.answers
        asked = {finding.claim.id for finding in one.assessment.questions}
        total.messages += 1
        total.wrong += len(one.wrong)
        total.missed += len(one.missed)
        total.right += len({f.claim.id for f in answers} - set(one.wrong))
        total.asked += len(asked & set(one.missed))
        total.found += one.found
        total.stances += one.stances
        if not one.message.labels:
            total.silent += 1
            total.alarms += bool(answers)
    return total
