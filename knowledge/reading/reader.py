"""Read a message: from text to sentences, topic, statements and tip-offs. Knows no claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from knowledge.assessment import Stance, TipOff
from knowledge.model import Relation
from knowledge.reading import aspects, carried, effects, language, tip_offs, topic
from knowledge.reading.normalise import clean
from knowledge.reading.reads import Read, Subject
from knowledge.reading.sentences import Kind, Sentence, split
from knowledge.reading.stance import denies, stance_of
from knowledge.reading.statements import Statement
from knowledge.reading.vocabulary import Vocabulary

LONGEST = 50_000
"""Characters of a message that are read; Telegram itself sends 4,096 at most."""
_SHORT_QUESTION = 8
_CRY = 200
"""Characters of a message that is searched for alarms in every language."""
ACTS = (
    "relations.improves-condition",
    "relations.improves-goal",
    "relations.prevents",
    "relations.causes",
    "relations.worsens-goal",
    "relations.replaces",
)
"""Cues of something that acts on an effect."""
_ADVICE = ("scope.advice-disclaimer", "scope.side-effect-list")
_BENEFITS = ("relations.improves-condition", "relations.improves-goal", "relations.prevents")
_WARNING = frozenset({Relation.HARMS, Relation.REPLACES, Relation.SAFE_WITH})
"""What a warning may still say; a condition in it is no benefit ("ask first if you have ...")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as read. `subjects` are the substances that each sentence speaks of, `warnings` the
    numbers of sentences that warn or list side effects; `substances` are named in the message, the
    most spoken of first."""

    language: str
    sentences: tuple[Read, ...] = ()
    subjects: tuple[tuple[Subject, ...], ...] = ()
    warnings: frozenset[int] = frozenset()
    statements: tuple[Statement, ...] = ()
    tip_offs: tuple[TipOff, ...] = ()
    substances: tuple[str, ...] = ()

    def acted_on(self, substance: str) -> bool:
        """Whether any sentence on a substance says that something acts, or how it is taken."""
        return any(
            one.has(*ACTS, "relations.how-to-take", "scope.product")
            for one, of in zip(self.sentences, self.subjects, strict=True)
            if any(subject.id == substance for subject in of)
        )


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """All that a message says, in reading order. Never raises on any text."""
    cleaned = clean(text[:LONGEST])
    main = language.detect(cleaned)
    languages = tuple(dict.fromkeys((main, "en", *sorted(language.scripts(cleaned)))))
    # A cry for help may be too short to tell its language.
    alarms = language.LANGUAGES if len(cleaned) <= _CRY else languages
    read_one = partial(_read, languages=languages, alarms=alarms, vocabulary=vocabulary)
    reads = topic.supported([read_one(sentence) for sentence in split(cleaned)])
    subjects = topic.subjects_of(reads)
    reads = _rhetorical(topic.outcomes_supported(reads, subjects))
    return Reading(
        language=main,
        sentences=reads,
        subjects=tuple(subjects),
        warnings=frozenset().union(*topic.warnings(reads)),
        statements=tuple(_denied(_statements(reads, subjects, vocabulary), reads)),
        tip_offs=tip_offs.seen(reads, subjects, vocabulary),
        substances=_by_weight(reads),
    )


def _read(
    sentence: Sentence, languages: Sequence[str], alarms: Sequence[str], vocabulary: Vocabulary
) -> Read:
    mentions, phrases = vocabulary.mentions(sentence.tokens, languages)
    cues = vocabulary.signals(sentence.tokens, languages)
    cues += vocabulary.alarming(sentence.tokens, alarms)
    kinds = tuple(dict.fromkeys(match.name.id for match in phrases))
    mentions = aspects.with_doses(sentence, mentions, cues)
    hazards = vocabulary.hazardous(sentence.tokens, alarms)
    return Read(sentence, mentions, cues, kinds, stance_of(sentence, cues), hazards)


def _rhetorical(reads: tuple[Read, ...]) -> tuple[Read, ...]:
    """Short questions before a substance is named are no questions: "Can't sleep? Try CBD." """
    found = []
    for number, one in enumerate(reads):
        following = reads[number + 1] if number + 1 < len(reads) else None
        opens = (
            one.stance is Stance.ASKS
            and not one.substances
            and len(one.sentence.tokens) <= _SHORT_QUESTION
            and following is not None
            and bool(following.substances)
            and following.stance is not Stance.ASKS
        )
        found.append(replace(one, stance=Stance.ASSERTS) if opens else one)
    return tuple(found)


def _statements(
    reads: Sequence[Read], subjects: Sequence[tuple[Subject, ...]], vocabulary: Vocabulary
) -> list[Statement]:
    found: list[Statement] = []
    warned, side_effects = topic.warnings(reads)
    introductions = topic.introductions(reads)
    sold = topic.sells_unnamed(reads)
    for number, one in enumerate(reads):
        of = subjects[number] or topic.unnamed(one, vocabulary, sold=sold)
        introduction = introductions[number]
        if not of or one.sentence.kind is Kind.REFERENCE or number in side_effects:
            continue
        said = [*effects.statements(number, reads, of, vocabulary)]
        said += carried.statements(number, reads, subjects, vocabulary)
        said += aspects.statements(number, one, of)
        if introduction:
            said += effects.introduced(number, one, introduction, vocabulary)
        # A line that claims something and only ends with "ask your doctor" still claims it.
        kept = number not in warned or (number not in side_effects and _claims_first(one))
        found += [each for each in said if kept or each.relation in _WARNING]
    return found


def _claims_first(one: Read) -> bool:
    """Whether an effect is worded before the advice to ask a clinician."""
    advice = [cue.start for cue in one.cues if cue.category in _ADVICE]
    acts = [cue.start for cue in one.cues if cue.category in _BENEFITS]
    return bool(acts) and (not advice or min(acts) < min(advice))


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
