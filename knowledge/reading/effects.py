"""Statements on outcomes: what a sentence says that its substances do to what it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.assessment import Stance
from knowledge.model import Nature, Relation
from knowledge.reading import topic
from knowledge.reading.reads import Read, Subject
from knowledge.reading.relations import Link, link
from knowledge.reading.statements import Signals, Statement
from knowledge.reading.vocabulary import Cue, Mention, Vocabulary

_SHORT = 12
"""Words up to which a sentence without a verb still makes a claim ("ashwagandha anxiety?")."""
_REACH = 14
_DENIED_WITHIN = 2
"""Words between a substance and its "not": an auxiliary, an adverb."""

_AND = frozenset(
    {"and", "but", "y", "e", "et", "und", "и", "और", "dan", "و", "pero", "mas", "mais"}
)
_STOPPED = frozenset({"stop", "stopped", "quit", "off"})
_IN_LIST = 2
"""Words between two members of a list ("A, B and C")."""


@dataclass(frozen=True, slots=True)
class _Said:
    """An outcome, the relation that its cues give it, and all ids that its words may mean."""

    mention: Mention
    link: Link
    ids: tuple[str, ...]


def statements(
    number: int, reads: Sequence[Read], subjects: tuple[Subject, ...], vocabulary: Vocabulary
) -> Iterator[Statement]:
    """What one sentence says of outcomes that it names."""
    one = reads[number]
    for said in _said(one, vocabulary):
        for subject in _governing(said.mention, subjects, one):
            if not _same_words(subject, said.mention):
                yield _statement(number, one, subject, said)
    yield from _composites(number, one, subjects, vocabulary)
    yield from _replaced(number, reads, subjects, vocabulary)


def introduced(
    number: int, one: Read, introduction: Read, vocabulary: Vocabulary
) -> Iterator[Statement]:
    """What a list item says that names substances only, under a line that names the effect."""
    for said in _said(introduction, vocabulary):
        for mention in one.substances:
            made = _statement(number, one, Subject(mention.id, mention), said)
            stance = introduction.stance if one.stance is Stance.ASSERTS else one.stance
            signals = replace(made.signals, carried_outcome=True)
            yield replace(made, stance=stance, signals=signals)


def _said(one: Read, vocabulary: Vocabulary) -> list[_Said]:
    """The outcomes of a sentence in order; members of a list share their cue."""
    found: list[_Said] = []
    previous: tuple[Mention, Link] | None = None
    cues = [cue for cue in one.cues if not _given(cue, one)]
    for group in _same_place(one.outcomes):
        natures = dict.fromkeys(vocabulary.nature(mention.id) for mention in group)
        for nature in natures:
            if nature is Nature.ASPECT:
                continue
            same = [mention for mention in group if vocabulary.nature(mention.id) is nature]
            linked = link(same[0], nature, cues, previous)
            found.append(_Said(same[0], linked, tuple(mention.id for mention in same)))
        if found:
            previous = found[-1].mention, found[-1].link
    return found


def _given(cue: Cue, one: Read) -> bool:
    """Whether a cue of causing has the substance for its object: "they gave me ivermectin"."""
    return cue.category == "relations.causes" and any(
        0 <= mention.start - cue.end <= 1 for mention in one.substances
    )


def _statement(number: int, one: Read, subject: Subject, said: _Said) -> Statement:
    relation = _of_lack(said.link.relation, subject, one)
    stance = one.stance
    named, outcome = subject.mention, said.mention
    negated = _cue_negated(said.link, one) or _negated_between(named, outcome, one)
    negated = negated or (relation is None and _negated_after(outcome, one))
    if negated and stance is not Stance.ASKS:
        stance = Stance.DISPUTES
    return Statement(
        substance=subject.id,
        relation=relation,
        outcomes=said.ids,
        stance=stance,
        quote=one.sentence.text,
        sentence=number,
        words=(named.words if named else subject.id, outcome.words),
        signals=Signals(
            named=named.sure if named else 1.0,
            carried=named is None,
            vague_substance=bool(named and named.ambiguous),
            vague_outcome=outcome.ambiguous,
            outcome=outcome.sure,
            cue=relation is not None,
            near=max(0.0, 1 - said.link.distance / _REACH),
            alone=len(one.sentence.tokens) <= _SHORT,
        ),
    )


def _negated_after(outcome: Mention, one: Read) -> bool:
    """Whether a negator follows an outcome that no verb is known for, as in Hindi."""
    return any(
        cue.category == "scope.negators" and 0 <= cue.start - outcome.end <= 1 for cue in one.cues
    )


def _cue_negated(link: Link, one: Read) -> bool:
    """Whether the verb itself is denied, and not another substance or an earlier predicate before
    it ("NMN, not NAC, cures", "is no toy and cures")."""
    cue = link.cue
    if not link.negated or cue is None:
        return False
    if any(o.category == "scope.negators" and o.start == cue.end for o in one.cues):
        return True
    negators = [
        other.end
        for other in one.cues
        if other.category == "scope.negators" and other.end <= cue.start
    ]
    nearest = max(negators, default=cue.start)
    between = one.sentence.tokens[nearest : cue.start]
    denies_another = any(mention.start == nearest for mention in one.substances)
    return not denies_another and not any(token.folded in _AND for token in between)


def _negated_between(named: Mention | None, outcome: Mention, one: Read) -> bool:
    """Whether a substance is denied to do something: "creatine does not make your hair fall out".

    Only directly after the substance: "I could not sleep until magnesium" denies nothing of it.
    """
    if named is None:
        return False
    other = [mention.start for mention in one.substances if mention.start >= named.end]
    return any(
        cue.category == "scope.negators"
        and 0 <= cue.start - named.end <= _DENIED_WITHIN
        and cue.end <= outcome.start
        # "NMN, not NAC, cures" denies another one; "is no toy and cures" denies the toy.
        and cue.end not in other
        and not _joined_after(cue, outcome, one)
        for cue in one.cues
    )


def _joined_after(cue: Cue, outcome: Mention, one: Read) -> bool:
    """Whether a new predicate begins between a negator and the outcome ("... and cures")."""
    between = one.sentence.tokens[cue.end : outcome.start]
    return any(token.folded in _AND for token in between)


def _composites(
    number: int, one: Read, subjects: tuple[Subject, ...], vocabulary: Vocabulary
) -> Iterator[Statement]:
    """Outcomes that a sentence names by all of their parts: depression by way of regrown hair."""
    if not one.has("relations.improves-condition"):
        return
    named = {mention.id for mention in one.outcomes}
    for outcome in vocabulary.outcomes.values():
        if not outcome.parts or not set(outcome.parts) <= named:
            continue
        words = dict.fromkeys(m.words for m in one.outcomes if m.id in outcome.parts)
        for subject in subjects:
            made = _plain(number, one, subject, (outcome.id, *words))
            yield replace(made, relation=Relation.IMPROVES)


def _replaced(
    number: int, reads: Sequence[Read], subjects: tuple[Subject, ...], vocabulary: Vocabulary
) -> Iterator[Statement]:
    """A swap whose medicine stands farther off ("I was on Lexapro. Swapped it for saffron.") or has
    no name ("threw away her pills")."""
    one = reads[number]
    swaps = [
        cue
        for cue in one.cues
        if cue.category == "relations.replaces" and not _stops_itself(cue, one)
    ]
    if not swaps:
        return
    medicine = topic.medicine_before(number, reads, vocabulary)
    unnamed = any(_of_unnamed(cue, one) for cue in swaps)
    for subject in subjects:
        if medicine:
            made = _plain(number, one, subject, ("", medicine[0].words))
            ids = tuple(mention.id for mention in medicine)
            yield replace(made, relation=Relation.REPLACES, outcomes=ids)
        elif unnamed:
            made = _plain(number, one, subject, ("", "treatment"))
            yield replace(made, relation=Relation.REPLACES, outcomes=())


def _stops_itself(cue: Cue, one: Read) -> bool:
    """Whether the cue is about the substance: "stop taking NMN if you feel sick"."""
    words = {token.folded for token in one.sentence.tokens[cue.start : cue.end]}
    return bool(words & _STOPPED) and any(
        0 <= mention.start - cue.end <= 1 for mention in one.substances
    )


def _of_unnamed(cue: Cue, one: Read) -> bool:
    """Whether a swap is of "the pills", without saying which."""
    return any(
        other.category == "scope.product" and other.start >= cue.start and other.end - cue.end <= 3
        for other in one.cues
    )


def _plain(number: int, one: Read, subject: Subject, outcome: tuple[str, ...]) -> Statement:
    """A statement without a relation yet, on an outcome given as its id and its words."""
    id_, *words = outcome
    return Statement(
        substance=subject.id,
        relation=None,
        outcomes=(id_,),
        stance=one.stance,
        quote=one.sentence.text,
        sentence=number,
        words=(subject.mention.words if subject.mention else subject.id, *words),
        signals=Signals(carried=subject.mention is None, cue=True, near=0.5),
    )


def _same_place(outcomes: Sequence[Mention]) -> list[tuple[Mention, ...]]:
    """Outcomes grouped by the words that name them: one word may stand for several ids."""
    groups: dict[tuple[int, int], list[Mention]] = {}
    for mention in outcomes:
        groups.setdefault((mention.start, mention.end), []).append(mention)
    return [tuple(group) for _, group in sorted(groups.items())]


def _governing(mention: Mention, subjects: tuple[Subject, ...], one: Read) -> list[Subject]:
    """The substances that an outcome is said of: the nearest list of them before it, else after."""
    named = [(subject, subject.mention) for subject in subjects if subject.mention]
    if not named:
        return list(subjects)
    before = [pair for pair in named if pair[1].end <= mention.start]
    if before:
        chain = [before[-1]]
        for pair in reversed(before[:-1]):
            apart = chain[-1][1].start - pair[1].end > _IN_LIST
            if apart or _parted(pair[1], chain[-1][1], one):
                break
            chain.append(pair)
        return [subject for subject, _ in reversed(chain)]
    after = [pair for pair in named if pair[1].start >= mention.end] or named
    chain = [after[0]]
    for pair in after[1:]:
        if pair[1].start - chain[-1][1].end > _IN_LIST:
            break
        chain.append(pair)
    return [subject for subject, _ in chain]


def _parted(first: Mention, second: Mention, one: Read) -> bool:
    """Whether an outcome stands between two substances: "NMN for anxiety, NAC for cancer"."""
    return any(first.end <= o.start and o.end <= second.start for o in one.outcomes)


def _same_words(subject: Subject, mention: Mention) -> bool:
    """Whether one word was read both as substance and as outcome."""
    named = subject.mention
    return named is not None and named.start < mention.end and mention.start < named.end


def _of_lack(relation: Relation | None, subject: Subject, one: Read) -> Relation | None:
    """Turn "low NAD causes depression" round: it says that more of it would help."""
    named = subject.mention
    if relation is not Relation.HARMS or named is None:
        return relation
    beside = any(
        cue.category == "scope.lack" and 0 <= max(named.start - cue.end, cue.start - named.end) <= 2
        for cue in one.cues
    )
    return Relation.IMPROVES if beside else relation
