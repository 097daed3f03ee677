"""Read a message: from text to sentences, topic, statements and tip-offs. Knows no claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.model import Nature, Relation, Stance, TipOff
from knowledge.reading import aspects, language, tip_offs
from knowledge.reading.normalise import clean
from knowledge.reading.relations import Link, link
from knowledge.reading.sentences import Kind, Sentence, split
from knowledge.reading.stance import denies, stance_of
from knowledge.reading.statements import Signals, Statement
from knowledge.reading.vocabulary import OUTCOME, SUBSTANCE, Cue, Mention, Vocabulary

LONGEST = 50_000
"""Characters of a message that are read; Telegram itself sends 4,096 at most."""
_SHORT = 12
"""Words up to which a sentence without a verb still makes a claim ("ashwagandha anxiety?")."""

_WARNING = frozenset({Relation.HARMS, Relation.REPLACES, Relation.SAFE_WITH})
"""What a warning may still say; a condition in it is no benefit ("ask first if you have ...")."""


@dataclass(frozen=True, slots=True)
class Read:
    """One sentence with all that was seen in it. `subject` is what it speaks of."""

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
        return any(cue.category in categories for cue in self.cues)


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as read. `substances` are named in it, the most spoken of first."""

    language: str
    sentences: tuple[Read, ...] = ()
    statements: tuple[Statement, ...] = ()
    tip_offs: tuple[TipOff, ...] = ()
    substances: tuple[str, ...] = ()
    subjects: tuple[tuple[str, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Subject:
    """A substance that a sentence speaks of: named there, or carried (`mention` None)."""

    id: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """An outcome of a sentence with the relation that its cues give it, and all ids it may be."""

    mention: Mention
    link: Link
    ids: tuple[str, ...]


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """All that a message says, in reading order. Never raises on any text."""
    cleaned = clean(text[:LONGEST])
    main = language.detect(cleaned)
    languages = tuple(dict.fromkeys((main, "en", *sorted(language.scripts(cleaned)))))
    reads = tuple(_read(sentence, languages, vocabulary) for sentence in split(cleaned))
    reads = _supported(reads)
    subjects = _subjects(reads)
    statements: list[Statement] = []
    warned = _warnings(reads)
    for number, one in enumerate(reads):
        if one.sentence.kind is Kind.REFERENCE:
            continue
        said = _statements(number, one, subjects[number], vocabulary)
        statements += [one for one in said if number not in warned or one.relation in _WARNING]
    statements = _denied(statements, reads)
    return Reading(
        language=main,
        sentences=reads,
        statements=tuple(statements),
        tip_offs=tip_offs.seen(reads, subjects, vocabulary),
        substances=_by_weight(reads),
        subjects=tuple(tuple(subject.id for subject in of) for of in subjects),
    )


def _read(sentence: Sentence, languages: Sequence[str], vocabulary: Vocabulary) -> Read:
    mentions, phrases = vocabulary.mentions(sentence.tokens, languages)
    cues = vocabulary.signals(sentence.tokens, languages)
    kinds = tuple(dict.fromkeys(match.name.id for match in phrases))
    mentions = aspects.with_doses(sentence, mentions)
    return Read(sentence, mentions, cues, kinds, stance_of(sentence, cues))


def _supported(reads: tuple[Read, ...]) -> tuple[Read, ...]:
    """Drop vague names that nothing supports: "iron will" is no supplement, "iron tablets" is."""
    sure = {m.id for one in reads for m in one.mentions if not m.ambiguous}
    kept = []
    for one in reads:
        product = one.has("scope.product", "relations.how-to-take")
        outcomes = any(not mention.ambiguous for mention in one.outcomes)
        mentions = tuple(
            mention
            for mention in one.mentions
            if not mention.ambiguous
            or mention.id in sure
            or product
            or (mention.kind == SUBSTANCE and outcomes)
            or (mention.kind == OUTCOME and bool(one.substances))
        )
        kept.append(Read(one.sentence, mentions, one.cues, one.tip_offs, one.stance))
    return tuple(kept)


def _subjects(reads: Sequence[Read]) -> list[tuple[Subject, ...]]:
    """What each sentence speaks of: its own substances, or the topic carried to it."""
    subjects: list[tuple[Subject, ...]] = []
    topic: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    for one in reads:
        if one.sentence.kind is Kind.REFERENCE:
            subjects.append(())
            continue
        named = tuple(Subject(mention.id, mention) for mention in one.substances)
        carried = listed if one.sentence.kind is Kind.ITEM else topic
        subjects.append(named or tuple(Subject(id_) for id_ in carried))
        if not named:
            continue
        topic = tuple(dict.fromkeys(subject.id for subject in named))
        if one.sentence.kind is not Kind.ITEM:
            listed = topic
    return _looked_ahead(reads, subjects)


def _looked_ahead(
    reads: Sequence[Read], subjects: list[tuple[Subject, ...]]
) -> list[tuple[Subject, ...]]:
    """Sentences before the first named substance speak of it: "Tired? Depressed? Try NMN." """
    first = next((of for of in subjects if of), ())
    if len({subject.id for subject in first}) != 1:
        return subjects
    for number, one in enumerate(reads):
        if subjects[number]:
            break
        if one.sentence.kind is not Kind.REFERENCE:
            subjects[number] = (Subject(first[0].id),)
    return subjects


def _warnings(reads: Sequence[Read]) -> set[int]:
    """Sentences that warn or refer to a clinician, with the list that they introduce."""
    found: set[int] = set()
    listing = False
    for number, one in enumerate(reads):
        introduces = one.has("scope.side-effect-list")
        if introduces or one.has("scope.advice-disclaimer"):
            found.add(number)
        if introduces:
            listing = True
        elif listing and one.sentence.kind is Kind.ITEM:
            found.add(number)
        else:
            listing = False
    return found


def _statements(
    number: int, one: Read, subjects: tuple[Subject, ...], vocabulary: Vocabulary
) -> list[Statement]:
    if not subjects:
        return []
    found = list(_on_outcomes(number, one, subjects, vocabulary))
    found += aspects.statements(number, one, subjects)
    return found


def _on_outcomes(
    number: int, one: Read, subjects: tuple[Subject, ...], vocabulary: Vocabulary
) -> Iterable[Statement]:
    """A statement for each outcome that the sentence names, list members sharing their cue."""
    previous: tuple[Mention, Link] | None = None
    for group in _same_place(one.outcomes):
        mention = group[0]
        nature = vocabulary.nature(mention.id)
        if nature is Nature.ASPECT:
            continue
        linked = link(mention, nature, one.cues, previous)
        previous = mention, linked
        ids = tuple(item.id for item in group if vocabulary.nature(item.id) is not Nature.ASPECT)
        said = _Said(mention, linked, ids)
        for subject in _governing(mention, subjects):
            if not _same_words(subject, mention):
                yield _statement(number, one, subject, said)
    yield from _composites(number, one, subjects, vocabulary)


def _statement(number: int, one: Read, subject: Subject, said: _Said) -> Statement:
    relation = _of_lack(said.link.relation, subject, one)
    stance = one.stance
    if said.link.negated and stance is not Stance.ASKS:
        stance = Stance.DISPUTES
    named, outcome = subject.mention, said.mention
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
            near=max(0.0, 1 - said.link.distance / 14),
            alone=len(one.sentence.tokens) <= _SHORT,
        ),
    )


def _composites(
    number: int, one: Read, subjects: tuple[Subject, ...], vocabulary: Vocabulary
) -> Iterable[Statement]:
    """Outcomes that a sentence names by all of their parts: depression by way of regrown hair."""
    named = {mention.id for mention in one.outcomes}
    for outcome in vocabulary.outcomes.values():
        if (
            outcome.parts
            and set(outcome.parts) <= named
            and one.has("relations.improves-condition")
        ):
            words = tuple(m.words for m in one.outcomes if m.id in outcome.parts)
            for subject in subjects:
                yield Statement(
                    substance=subject.id,
                    relation=Relation.IMPROVES,
                    outcomes=(outcome.id,),
                    stance=one.stance,
                    quote=one.sentence.text,
                    sentence=number,
                    words=(subject.id, *dict.fromkeys(words)),
                    signals=Signals(carried=subject.mention is None, cue=True, near=1.0),
                )


def _same_place(outcomes: Sequence[Mention]) -> list[tuple[Mention, ...]]:
    """Outcomes grouped by the words that name them: one word may stand for several ids."""
    groups: dict[tuple[int, int], list[Mention]] = {}
    for mention in outcomes:
        groups.setdefault((mention.start, mention.end), []).append(mention)
    return [tuple(group) for _, group in sorted(groups.items())]


def _governing(mention: Mention, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The substances that an outcome is said of: the nearest list of them before it, else after."""
    named = [(subject, subject.mention) for subject in subjects if subject.mention]
    if not named:
        return subjects
    before = [pair for pair in named if pair[1].end <= mention.start]
    if not before:
        after = [pair for pair in named if pair[1].start >= mention.end] or named
        first = after[0][1].start
        return tuple(subject for subject, at in after if at.start - first <= 3 * 2)
    chain = [before[-1]]
    for pair in reversed(before[:-1]):
        if chain[-1][1].start - pair[1].end > 2:
            break
        chain.append(pair)
    return tuple(subject for subject, _ in reversed(chain))


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


def _denied(statements: list[Statement], reads: Sequence[Read]) -> list[Statement]:
    """A sentence that only says "that is false" turns the statements beside it."""
    deniers = {
        number
        for number, one in enumerate(reads)
        if denies(one.sentence, one.cues) and not one.substances
    }
    if not deniers:
        return statements
    return [
        statement.disputed()
        if {statement.sentence - 1, statement.sentence + 1} & deniers
        else statement
        for statement in statements
    ]


def _by_weight(reads: Sequence[Read]) -> tuple[str, ...]:
    counted = Counter(mention.id for one in reads for mention in one.substances)
    return tuple(id_ for id_, _ in counted.most_common())
