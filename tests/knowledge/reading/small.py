"""A small vocabulary, whole in one view, and short ways to ask what was read with it."""

from __future__ import annotations

from functools import cache

from knowledge import Content, Nature, Outcome, Substance, TipOffPattern
from knowledge.reading.normalise import clean
from knowledge.reading.reader import Reading, read
from knowledge.reading.sentences import Kind, Sentence, split
from knowledge.reading.statements import Statement
from knowledge.reading.tokens import Token, tokenise
from knowledge.reading.vocabulary import Mention, Vocabulary, compile_vocabulary

SUBSTANCES = (
    Substance(
        "nmn",
        "NMN",
        "NAD+ precursor",
        {"en": ("NMN", "nicotinamide mononucleotide"), "zh": ("烟酰胺",)},
    ),
    Substance("nac", "NAC", "amino acid", {"en": ("NAC", "acetylcysteine")}),
    Substance("garlic", "garlic", "herb", {"en": ("garlic",), "es": ("ajo",), "ru": ("чеснок",)}),
    Substance("magnesium", "magnesium", "mineral", {"en": ("magnesium",), "de": ("Magnesium",)}),
    Substance("turmeric", "turmeric", "herb", {"en": ("turmeric",), "ar": ("الكركم",)}),
    Substance("creatine", "creatine", "amino acid", {"en": ("creatine",)}),
    Substance("iron", "iron", "mineral", {"en": ("iron", "ferrous sulfate")}, frozenset({"iron"})),
    Substance("st-johns-wort", "St John's wort", "herb", {"en": ("St John's wort",)}),
    Substance("supplements", "supplements", "general", {"en": ("supplement",)}),
    Substance("nad", "NAD", "coenzyme", {"en": ("NAD",)}),
)
OUTCOMES = (
    Outcome("depression", "depression", Nature.CONDITION, {"en": ("depression", "depressed")}),
    Outcome("anxiety", "anxiety", Nature.CONDITION, {"en": ("anxiety",)}),
    Outcome("cancer", "cancer", Nature.CONDITION, {"en": ("cancer",), "es": ("cáncer",)}),
    Outcome("headache", "headache", Nature.CONDITION, {"en": ("headache",)}),
    Outcome(
        "sleep",
        "sleep",
        Nature.GOAL,
        {"en": ("sleep", "insomnia")},
        opposite=frozenset({"insomnia"}),
    ),
    Outcome("hair", "hair growth", Nature.GOAL, {"en": ("hair", "hair growth")}),
    Outcome("energy", "energy", Nature.GOAL, {"en": ("energy",)}),
    Outcome("heart", "heart", Nature.GOAL, {"en": ("heart",)}, frozenset({"heart"})),
    Outcome("nad-level", "NAD level", Nature.GOAL, {"en": ("NAD level",)}),
    Outcome(
        "antidepressant",
        "antidepressants",
        Nature.MEDICINE,
        {"en": ("antidepressant", "Prozac", "Zoloft")},
        treats=("depression",),
    ),
    Outcome("ssri", "SSRIs", Nature.MEDICINE, {"en": ("Zoloft",)}, treats=("anxiety",)),
    Outcome("safety", "safety", Nature.ASPECT, {"en": ("side effects",)}),
    Outcome("children", "children", Nature.ASPECT, {"en": ("children",)}),
    Outcome("drug-interaction", "other medicines", Nature.ASPECT, {"en": ("other drugs",)}),
    Outcome("dose", "dose", Nature.ASPECT, {"en": ("dosage",)}),
    Outcome("timing", "timing", Nature.ASPECT, {"en": ("in the morning",)}),
    Outcome("regulatory-status", "approval", Nature.ASPECT, {"en": ("regulator",)}),
    Outcome(
        "hair-anxiety",
        "anxiety by way of hair",
        Nature.CONDITION,
        {},
        parts=("hair", "anxiety"),
    ),
)
CUES = {
    "relations.improves-condition": ("cure", "treat", "beat", "stop", "lower", "reduce", "gone"),
    "relations.improves-goal": ("improve", "boost", "regrow", "help"),
    "relations.worsens-goal": ("ruin", "lower", "damage"),
    "relations.causes": ("cause", "lead to", "damage"),
    "relations.prevents": ("prevent", "protect against"),
    "relations.replaces": (
        "instead of",
        "instead",
        "swapped my",
        "swapped it for",
        "threw away",
        "stop taking",
        "stop your",
    ),
    "relations.is-safe": ("safe", "no side effects", "harmless"),
    "relations.unsafe": ("dangerous", "side effects", "toxic"),
    "relations.safe-with": ("together with", "mixing"),
    "relations.how-to-take": ("mg a day", "every morning", "how much"),
    "relations.is-official": ("approved by", "officially recommended"),
    "relations.is-banned": ("banned",),
    "relations.is-proven": ("study", "trial", "proven"),
    "relations.not-needed": ("unnecessary", "skip", "skip the"),
    "relations.raises": ("raise", "increase", "boost"),
    "relations.lowers": ("lower", "reduce"),
    "stance.asks": ("is it true", "can i", "what about"),
    "stance.asks-opening": ("does", "can", "is", "how", "any"),
    "stance.disputes": ("myth", "hoax", "does not work"),
    "stance.reports": ("according to", "reportedly"),
    "stance.rhetorical": ("did you know", "tired of"),
    "scope.negators": ("not", "no", "never", "doesn't", "does not", "without"),
    "scope.side-effect-list": ("side effects include",),
    "scope.advice-disclaimer": ("talk to your doctor",),
    "scope.lack": ("low", "deficiency"),
    "scope.personal": ("i",),
    "scope.product": ("pill", "capsule", "take", "medication"),
    "scope.no-name": ("creatinine",),
}
TIP_OFFS = (
    TipOffPattern("secret", "Secret", "Why.", {"en": ("they hide this",), "es": ("te ocultan",)}),
    TipOffPattern("no-side-effects", "Promise", "Why.", {"en": ("no side effects",)}),
    TipOffPattern("unrelated-citation", "Citation", "Why.", {}),
)


@cache
def vocabulary() -> Vocabulary:
    """The small vocabulary, indexed."""
    cues = {category: {"en": words} for category, words in CUES.items()}
    return compile_vocabulary(Content((), SUBSTANCES, OUTCOMES, TIP_OFFS, cues=cues))


def reading(text: str) -> Reading:
    """A message as read with the small vocabulary."""
    return read(text, vocabulary())


def said(text: str) -> set[tuple[str, str | None, str]]:
    """What a message says: (substance, relation, first outcome), without stance or place."""
    return {triple(statement) for statement in reading(text).statements}


def triple(statement: Statement) -> tuple[str, str | None, str]:
    """(substance, relation, first outcome) of a statement."""
    relation = statement.relation.value if statement.relation else None
    return statement.substance, relation, (*statement.outcomes, "")[0]


def words(text: str) -> tuple[Token, ...]:
    """The words of a text."""
    return tokenise(clean(text))


def mentions(text: str, *languages: str) -> list[Mention]:
    """The substances and outcomes named in a text, read in these languages (or English)."""
    return list(vocabulary().mentions(words(text), languages or ("en",))[0])


def sentence(text: str) -> Sentence:
    """The first sentence of a text, as prose when it would pass for a heading."""
    first = split(clean(text))[0]
    return (
        first
        if first.kind is not Kind.HEADING
        else Sentence(first.text, Kind.PROSE, first.paragraph, first.tokens)
    )
