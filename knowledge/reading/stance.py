"""How a sentence stands to what it says: asserts, asks, disputes or reports."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.assessment import Stance
from knowledge.reading.sentences import Kind, Sentence
from knowledge.reading.vocabulary import Cue

_OPENING = 3
"""A question without its mark opens with a one-word cue within so many words."""

_HEADINGS = frozenset({"how", "why", "what", "who", "which", "any"})


def stance_of(sentence: Sentence, cues: Sequence[Cue]) -> Stance:
    """The stance of one sentence by itself; a question outweighs a doubt, a doubt a report."""
    categories = {cue.category for cue in cues}
    rhetorical = any(cue.category == "stance.rhetorical" and cue.start <= 1 for cue in cues)
    if (sentence.question or _asks_without_mark(sentence, cues)) and not rhetorical:
        return Stance.ASKS
    if "stance.disputes" in categories or _no_proof(cues):
        return Stance.DISPUTES
    if "stance.reports" in categories:
        return Stance.REPORTS
    return Stance.ASSERTS


def _no_proof(cues: Sequence[Cue]) -> bool:
    """ "There is no trial showing that ..." """
    return any(
        cue.category == "relations.is-proven" and 0 <= cue.start - other.end <= 1
        for cue in cues
        for other in cues
        if other.category == "scope.negators"
    )


def _asks_without_mark(sentence: Sentence, cues: Sequence[Cue]) -> bool:
    finished = sentence.text.rstrip().endswith((".", "!", ":"))
    for cue in cues:
        if cue.category == "stance.asks" and (cue.end - cue.start > 1 or cue.start < _OPENING):
            return True
        if cue.category == "stance.asks-opening" and cue.start == 0 and not finished:
            # "How NMN helps" is a heading; "does zinc help" is a question.
            return sentence.kind is not Kind.HEADING or sentence.tokens[0].text not in _HEADINGS
    return False


def denies(sentence: Sentence, cues: Sequence[Cue]) -> bool:
    """Whether a sentence only speaks on its neighbours: "That is a myth." """
    return len(sentence.tokens) <= 12 and any(cue.category == "stance.disputes" for cue in cues)
