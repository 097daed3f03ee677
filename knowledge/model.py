"""The nouns of the knowledge base: frozen, typed values that import nothing of ours.

Units and scales: `probability` is 0..1; dates are calendar dates; text is plain text.
The words are those of the design: status and safety are two scales that are never merged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Relation(StrEnum):
    """What a message says that the substance does to the outcome."""

    IMPROVES = "improves"
    PREVENTS = "prevents"
    HARMS = "harms"
    REPLACES = "replaces"
    IS_SAFE = "is-safe"
    SAFE_WITH = "safe-with"
    HOW_TO_TAKE = "how-to-take"
    IS_OFFICIAL = "is-official"
    IS_BANNED = "is-banned"
    IS_PROVEN = "is-proven"
    NOT_NEEDED = "not-needed"


class Status(StrEnum):
    """How far evidence in people bears out what a claim asserts."""

    SUPPORTED = "supported"
    MIXED = "mixed"
    UNPROVEN = "unproven"
    REFUTED = "refuted"


class Certainty(StrEnum):
    """GRADE certainty of the status."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"


class Safety(StrEnum):
    """The second scale: how risky acting on the claim is."""

    ORDINARY = "ordinary"
    CAUTION = "caution"
    DANGER = "danger"


class Evidence(StrEnum):
    """The best kind of evidence that the sources of a claim speak of."""

    SYSTEMATIC_REVIEW = "systematic review"
    TRIALS = "trials"
    SMALL_TRIALS = "small trials"
    OBSERVATIONAL = "observational"
    ANIMAL = "animal"
    LABORATORY = "laboratory"
    REGULATOR = "regulator"
    NONE = "none"


class Consult(StrEnum):
    """Whom to ask before acting."""

    DOCTOR = "doctor"
    PHARMACIST = "pharmacist"
    EMERGENCY = "emergency services or poison centre"
    ONCOLOGIST = "oncologist"
    MENTAL_HEALTH = "mental health professional"
    OBSTETRICIAN = "midwife or obstetrician"
    DIETITIAN = "dietitian"


class ClaimState(StrEnum):
    """Only a published claim is ever answered from."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ClinicianRole(StrEnum):
    """In what role a clinician signs a claim off."""

    DOCTOR = "doctor"
    PHARMACIST = "pharmacist"
    NURSE = "nurse"
    DIETITIAN = "dietitian"
    MIDWIFE = "midwife"
    OTHER = "other clinician"


class Nature(StrEnum):
    """What kind of thing an outcome is; it decides how verbs are read.

    condition: less of it is better; goal: more of it is better; medicine: a treatment that is
    replaced or combined; aspect: a side of taking the substance (safety, dose, approval).
    """

    CONDITION = "condition"
    GOAL = "goal"
    MEDICINE = "medicine"
    ASPECT = "aspect"


COPY = "copy"
"""How a source was `seen` that was read on the pages of others than its publisher."""


@dataclass(frozen=True, slots=True)
class Source:
    """One trusted source: what it says on this claim, in our own words; facts name it by `id`."""

    title: str
    publisher: str
    url: str
    year: int | None
    says: str
    seen: str
    id: str = ""

    @property
    def address(self) -> str:
        """Where a person can read it; "" for one that was only read in a copy on other people's
        pages: a trusted name must not lead there."""
        return "" if self.seen == COPY else self.url


@dataclass(frozen=True, slots=True)
class SignOff:
    """Which clinician stands for a claim, in what role, since when; `of` is the digest of what was
    signed (`knowledge.library.signing`)."""

    by: str
    role: ClinicianRole
    signed: date
    of: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who checked a claim, when, and when it is due again.

    `clinician` says whether a clinician's sign-off holds; one of a text that has changed since does
    not.
    """

    by: str
    reviewed: date
    due: date
    clinician: bool = False
    sign_off: SignOff | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A reviewed record, worded in `claim` as the misleading message asserts it.

    `phrasings` are for matching only and must never be shown: some repeat dangerous instructions.
    A fact may end with the ids of its sources (`knowledge.citations`).
    """

    id: str
    substance: str
    relation: Relation
    outcome: str
    claim: str
    headline: str
    status: Status
    certainty: Certainty
    best_evidence: Evidence
    safety: Safety
    facts: tuple[str, ...]
    safety_facts: tuple[str, ...]
    who_to_ask: Consult
    sources: tuple[Source, ...]
    phrasings: tuple[str, ...]
    state: ClaimState
    review: Review

    @property
    def published(self) -> bool:
        return self.state is ClaimState.PUBLISHED


Names = Mapping[str, tuple[str, ...]]
"""Names by language code (`en`, `es`, ...)."""


class LimitKind(StrEnum):
    """What a limit means."""

    UPPER = "upper limit"
    HARMFUL = "harmful from"
    NEVER = "do not give"
    NONE_SET = "no limit set"


class Severity(StrEnum):
    """What to do about a medicine that a substance does not go with."""

    AVOID = "avoid"
    ASK = "ask first"
    APART = "space apart"


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of a substance is too much for some people: `amount` of `unit` a day or at once;
    None where no amount is set. `note` says what happens above it."""

    population: str
    amount: float | None
    unit: str
    per: str
    kind: LimitKind
    note: str
    source: Source


@dataclass(frozen=True, slots=True)
class Interaction:
    """A class of medicines that a substance does not go with, and what happens."""

    medicine: str
    effect: str
    severity: Severity
    source: Source


@dataclass(frozen=True, slots=True)
class Substance:
    """What is taken, with its names in every language; `ambiguous` ones need support.

    `about` says what it is, `who_must_not` who should avoid it; both end with the ids of `sources`.
    """

    id: str
    name: str
    group: str
    names: Names
    ambiguous: frozenset[str] = frozenset()
    about: str = ""
    who_must_not: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    limits: tuple[Limit, ...] = ()
    interactions: tuple[Interaction, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A condition, effect, medicine or aspect, with the words that people use for it.

    `opposite` holds the words of a goal that name its lack ("hair loss" for hair growth).
    An outcome with `parts` is also recognised when a sentence speaks of all of them.
    A medicine `treats` conditions: "threw away her pills" beside depression means those for it.
    """

    id: str
    name: str
    nature: Nature
    words: Names
    ambiguous: frozenset[str] = frozenset()
    opposite: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    treats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Medicine:
    """A class of medicines or another treatment, with what people call it. `outcomes` are those
    whose words name it too."""

    id: str
    name: str
    names: Names
    outcomes: tuple[str, ...] = ()


class SignKind(StrEnum):
    """How a danger shows in a message.

    stops: a medicine is to be stopped, skipped or replaced; swallows: something that must not be
    taken is; people: something is given to people who need care; doing: a way of taking it;
    over-limit: more than the upper limit; with-medicine: beside a medicine that it does not go
    with; beside: done or taken, by phrase, beside one of some medicines.
    """

    STOPS = "stops"
    SWALLOWS = "swallows"
    PEOPLE = "people"
    DOING = "doing"
    OVER_LIMIT = "over-limit"
    WITH_MEDICINE = "with-medicine"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Sign:
    """What a danger is recognised by: a kind, and which medicines, substances or words (`doing`,
    the name of a category of cues) it is about; `phrases` name the thing where it is no substance
    of the base. `except_for` are substances that are no danger of this kind."""

    kind: SignKind
    medicines: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    doing: str = ""
    except_for: tuple[str, ...] = ()
    phrases: Names = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Danger:
    """A reviewed line that is said on top of any answer: `line` to who says so, `question` to who
    asks, `doubt` to who warns of it already."""

    id: str
    line: str
    question: str
    doubt: str
    who_to_ask: Consult
    sources: tuple[Source, ...]
    review: Review
    sign: Sign


@dataclass(frozen=True, slots=True)
class Line:
    """A number that people in danger can call. `source` is the id of where it was seen."""

    name: str
    number: str
    source: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a number was seen, and when."""

    id: str
    title: str
    publisher: str
    url: str
    seen: date


@dataclass(frozen=True, slots=True)
class Helplines:
    """Whom to call in a country (ISO 3166-1 alpha-2). `names` are those in other languages; an
    empty list of lines means that none could be confirmed."""

    country: str
    name: str
    names: tuple[str, ...]
    emergency: Line
    crisis: tuple[Line, ...]
    poison: tuple[Line, ...]
    sources: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class TipOffPattern:
    """A sales or fraud pattern. It is named, and judges no claim."""

    id: str
    name: str
    why: str
    phrases: Names


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the library holds, as values: what is loaded, stored and indexed."""

    claims: Sequence[Claim]
    substances: tuple[Substance, ...]
    outcomes: tuple[Outcome, ...]
    tip_offs: tuple[TipOffPattern, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    dangers: tuple[Danger, ...] = ()
    helplines: tuple[Helplines, ...] = ()
    cues: Mapping[str, Names] = field(default_factory=dict)
