"""What a sentence says that the substance does to an outcome: relation and negation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model import Nature, Relation
from knowledge.reading.vocabulary import Cue, Mention

_REACH = 14
"""Words between a cue and the outcome that it still speaks of."""
_NEGATION_REACH = 3
_ITSELF = 3.0
"""What the relation within a name costs, in words: a cue closer than that overrules it."""
_DIRECT = 4
"""Words within which "instead of" governs a name directly."""

_CONDITION = {
    "relations.improves-condition": Relation.IMPROVES,
    "relations.improves-goal": Relation.IMPROVES,
    "relations.worsens-goal": Relation.HARMS,
    "relations.raises": Relation.HARMS,
    "relations.lowers": Relation.IMPROVES,
    "relations.causes": Relation.HARMS,
    "relations.prevents": Relation.PREVENTS,
    "relations.replaces": Relation.REPLACES,
}
_GOAL = {
    "relations.improves-condition": Relation.IMPROVES,
    "relations.improves-goal": Relation.IMPROVES,
    "relations.worsens-goal": Relation.HARMS,
    "relations.raises": Relation.IMPROVES,
    "relations.lowers": Relation.HARMS,
    "relations.causes": Relation.IMPROVES,
    "relations.prevents": Relation.HARMS,
    "relations.replaces": Relation.REPLACES,
}
_OPPOSITE_OF_GOAL = dict.fromkeys(_GOAL, Relation.IMPROVES) | {
    "relations.raises": Relation.HARMS,
    "relations.causes": Relation.HARMS,
    "relations.replaces": Relation.REPLACES,
}
_RELIEF_OF_CONDITION = dict.fromkeys(_CONDITION, Relation.IMPROVES) | {
    "relations.worsens-goal": Relation.HARMS,
    "relations.lowers": Relation.HARMS,
    "relations.replaces": Relation.REPLACES,
}
_MEDICINE = {
    "relations.replaces": Relation.REPLACES,
    "relations.safe-with": Relation.SAFE_WITH,
    "relations.is-safe": Relation.SAFE_WITH,
    "relations.unsafe": Relation.SAFE_WITH,
    "relations.not-needed": Relation.REPLACES,
    "relations.causes": Relation.HARMS,
    "relations.improves-goal": Relation.IMPROVES,
}
# One word may stand under two categories ("lower", "raise", "damage"); what it means depends on
# the kind of outcome. The first category of a pair gives way to the second.
_GIVES_WAY = {
    Nature.CONDITION: (
        ("relations.worsens-goal", "relations.improves-condition"),
        ("relations.worsens-goal", "relations.causes"),
        ("relations.improves-goal", "relations.causes"),
        ("relations.improves-goal", "relations.raises"),
    ),
    Nature.MEDICINE: (("relations.not-needed", "relations.replaces"),),
    Nature.GOAL: (
        ("relations.improves-condition", "relations.worsens-goal"),
        ("relations.improves-condition", "relations.lowers"),
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """The relation that the nearest fitting cue gives an outcome.

    `relation` is None when no cue speaks of it; `distance` counts the words between.
    """

    relation: Relation | None
    distance: int
    negated: bool = False
    cue: Cue | None = None


def link(
    outcome: Mention,
    nature: Nature,
    cues: Sequence[Cue],
    previous: tuple[Mention, Link] | None,
) -> Link:
    """The relation between the sentence's substance and this outcome.

    `previous` is the outcome before it in the sentence: members of a list share its cue.
    """
    table = _table(outcome, nature)
    best = _worded_by_itself(outcome, nature, cues)
    for cue in cues:
        relation = table.get(cue.category)
        if relation is None or _inside(cue, outcome) or _gives_way(cue, cues, outcome, nature):
            continue
        far = _distance(cue, outcome)
        if relation is Relation.REPLACES and far > _DIRECT:
            continue
        # A cue before its outcome is the rule; one after it ("depression: gone") a little weaker.
        cost = far if cue.end <= outcome.start else 1 + far * 1.5
        if far <= _REACH and (best is None or cost < best[0]):
            best = cost, Link(relation, far, is_negated(cue, cues), cue)
    if (
        previous
        and _in_one_list(previous[0], outcome)
        and not _cue_between(previous[0], outcome, cues)
    ):
        inherited = previous[1]
        if inherited.relation and (best is None or inherited.distance <= best[1].distance):
            best = 0, Link(inherited.relation, inherited.distance, inherited.negated, inherited.cue)
    return best[1] if best else Link(None, _REACH)


def _worded_by_itself(
    outcome: Mention, nature: Nature, cues: Sequence[Cue]
) -> tuple[float, Link] | None:
    """The relation of a name that says it itself: "mood booster", "burn fat", "unclog arteries"."""
    within = next((cue for cue in cues if _inside(cue, outcome)), None)
    relief = nature is Nature.CONDITION and outcome.opposite
    worded = nature is Nature.GOAL and not outcome.opposite and within is not None
    if not relief and not worded:
        return None
    at = within or Cue("relations.improves-condition", outcome.start, outcome.end)
    return _ITSELF, Link(Relation.IMPROVES, 2, is_negated(at, cues), at)


def relation_of(cue: Cue, outcome: Mention, nature: Nature) -> Relation | None:
    """What a cue alone says of an outcome that stands in another sentence."""
    return _table(outcome, nature).get(cue.category)


def is_negated(cue: Cue, cues: Sequence[Cue], reach: int = _NEGATION_REACH) -> bool:
    """Whether a negator stands closely before a cue, or right behind it ("hilft nicht")."""
    return any(
        other.category == "scope.negators"
        and (0 <= cue.start - other.end < reach or other.start == cue.end)
        for other in cues
    )


def _table(outcome: Mention, nature: Nature) -> dict[str, Relation]:
    if nature is Nature.MEDICINE:
        return _MEDICINE
    if nature is Nature.GOAL:
        return _OPPOSITE_OF_GOAL if outcome.opposite else _GOAL
    return _RELIEF_OF_CONDITION if outcome.opposite else _CONDITION


def _gives_way(cue: Cue, cues: Sequence[Cue], outcome: Mention, nature: Nature) -> bool:
    if outcome.opposite:
        return False
    stronger = {second for first, second in _GIVES_WAY.get(nature, ()) if first == cue.category}
    return any(
        other.category in stronger and cue.start <= other.start and other.end <= cue.end
        for other in cues
    )


def _inside(cue: Cue, outcome: Mention) -> bool:
    return outcome.start <= cue.start and cue.end <= outcome.end


def _distance(cue: Cue, outcome: Mention) -> int:
    return max(outcome.start - cue.end, cue.start - outcome.end, 0)


def _in_one_list(first: Mention, second: Mention) -> bool:
    return 0 <= second.start - first.end <= 4


def _cue_between(first: Mention, second: Mention, cues: Sequence[Cue]) -> bool:
    return any(
        cue.category in _CONDITION and first.end <= cue.start and cue.end <= second.start
        for cue in cues
    )
