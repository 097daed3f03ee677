"""One sentence with all that was seen in it, and the substances that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Stance
from knowledge.reading.sentences import Sentence
from knowledge.reading.vocabulary import OUTCOME, SUBSTANCE, Cue, Mention


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence, its mentions, cues and tip-off kinds, and its own stance."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    tip_offs: tuple[str, ...]
    stance: Stance

    @property
    def substances(self) -> tuple[Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.kind == SUBSTANCE)

    @property
    def outcomes(self) -> tuple[Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.kind == OUTCOME)

    def has(self, *categories: str) -> bool:
        """Whether a cue of one of these categories was seen."""
        return any(cue.category in categories for cue in self.cues)


@dataclass(frozen=True, slots=True)
class Subject:
    """A substance that a sentence speaks of: named there, or carried (`mention` None)."""

    id: str
    mention: Mention | None = None
