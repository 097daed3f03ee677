"""One sentence with all that was seen in it, and the substances that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from knowledge.assessment import Stance
from knowledge.reading.names import Match
from knowledge.reading.sentences import Sentence
from knowledge.reading.vocabulary import OUTCOME, SUBSTANCE, Cue, Mention


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence, its mentions, cues and tip-off kinds, its own stance, and what matters for
    dangers."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    tip_offs: tuple[str, ...]
    stance: Stance
    hazards: tuple[Match, ...] = ()
    substances: tuple[Mention, ...] = field(init=False, repr=False, compare=False)
    outcomes: tuple[Mention, ...] = field(init=False, repr=False, compare=False)
    _categories: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for hundreds of times in a long text, so told apart once.
        put = partial(object.__setattr__, self)
        put("substances", tuple(m for m in self.mentions if m.kind == SUBSTANCE))
        put("outcomes", tuple(m for m in self.mentions if m.kind == OUTCOME))
        put("_categories", frozenset(cue.category for cue in self.cues))

    def has(self, *categories: str) -> bool:
        """Whether a cue of one of these categories was seen."""
        return not self._categories.isdisjoint(categories)


@dataclass(frozen=True, slots=True)
class Subject:
    """A substance that a sentence speaks of: named there, or carried (`mention` None)."""

    id: str
    mention: Mention | None = None
