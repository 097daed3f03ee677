"""The compiled vocabulary: every name, word and cue of the base, ready to be found in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.model import (
    Content,
    Danger,
    Helplines,
    Names,
    Nature,
    Outcome,
    Substance,
    TipOffPattern,
)
from knowledge.reading.misspellings import Speller
from knowledge.reading.names import EXACT, Match, Name, NameIndex, Spelling
from knowledge.reading.normalise import clean, fold
from knowledge.reading.tokens import Token
from knowledge.texts import Texts

SUBSTANCE, OUTCOME, TIP_OFF = "substance", "outcome", "tip-off"
_ENDINGS = frozenset({"", "s", "es", "n", "en", "e", "i", "nya"})
"""Endings of plurals and cases that a substance's name takes in the languages of Latin script."""
_DERIVED = frozenset({"ity", "ities", "ic", "ical", "al", "ous", "ism", "ist", "ize", "ise"})
"""Endings that make another word (vital, vitality), though Snowball gives both one stem."""
_SHORT = 3
"""Letters of a name that may be an everyday word of another language."""
_ALARM, CUE_OF_DANGER = "urgent.", "danger."
"""What the categories of cues begin with that are looked up apart from all others."""
MEDICINE, PERIL = "medicine", "peril"
"""Groups of the names that only matter for dangers: classes of medicines, and things by phrase."""
NO_NAME = "scope.no-name"
"""The category of words that are no slip of a name."""
GROUPS = frozenset({"general", "remedy group", "herbal mix"})
"""Groups of the library whose members are names of many things at once."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A substance or outcome named in a sentence, at the words `start` up to `end`.

    `sure` is 1 for an exact or inflected name, less for a misspelt one; `generic` names a whole
    group ("the supplement"), which after a closer name only refers back to it.
    """

    kind: str
    id: str
    start: int
    end: int
    words: str
    ambiguous: bool = False
    sure: float = 1.0
    opposite: bool = False
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that signals a relation, a stance or a scope (`relations.causes`)."""

    category: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Indexes over one state of the base; immutable after `compile_vocabulary`. `spelt` is what
    took longest to find out, for the next time that the same content is indexed.

    `medicines` are the names of the classes by id, `treated_by` the classes that an outcome's words
    name too, `signs` the words of the cues by category. It equals only itself, so that what takes
    long to find out about it can be kept.
    """

    substances: Mapping[str, Substance]
    outcomes: Mapping[str, Outcome]
    tip_offs: Mapping[str, TipOffPattern]
    dangers: Mapping[str, Danger] = field(default_factory=dict)
    helplines: Mapping[str, Helplines] = field(default_factory=dict)
    medicines: Mapping[str, str] = field(default_factory=dict)
    treated_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signs: Mapping[str, Names] = field(default_factory=dict)
    names: NameIndex = field(default_factory=NameIndex)
    cues: NameIndex = field(default_factory=NameIndex)
    alarms: NameIndex = field(default_factory=NameIndex)
    hazards: NameIndex = field(default_factory=NameIndex)
    speller: Speller = field(default_factory=Speller)
    spelt: Texts = field(default_factory=lambda: Texts.of(()))

    def nature(self, outcome: str) -> Nature:
        return self.outcomes[outcome].nature

    def mentions(
        self, tokens: Sequence[Token], languages: Sequence[str]
    ) -> tuple[tuple[Mention, ...], tuple[Match, ...]]:
        """The substances and outcomes in these words, and the tip-off phrases."""
        found = self.names.find(tokens, (EXACT, *languages))
        kept = [
            match
            for match in found
            if self._is_form_of(match, tokens) and not _foreign(match, tokens, languages[0])
        ]
        mentions = [self._mention(match, tokens) for match in kept if match.name.group != TIP_OFF]
        taken = {at for mention in mentions for at in range(mention.start, mention.end)}
        for name, start, end, sure in self.speller.misspelt(tokens, taken, languages):
            mentions.append(
                Mention(name.group, name.id, start, end, _written(tokens, start, end), sure=sure)
            )
        mentions.sort(key=lambda mention: (mention.start, mention.end))
        return tuple(mentions), tuple(match for match in kept if match.name.group == TIP_OFF)

    def signals(self, tokens: Sequence[Token], languages: Sequence[str]) -> tuple[Cue, ...]:
        """The cues in these words, in order."""
        found = [
            Cue(match.name.group, match.start, match.end)
            for match in self.cues.find(tokens, languages)
        ]
        return tuple(cue for cue in found if not any(_covers(other, cue) for other in found))

    def alarming(self, tokens: Sequence[Token], languages: Sequence[str]) -> tuple[Cue, ...]:
        """The cues of a crisis or poisoning in these words."""
        return tuple(
            Cue(match.name.group, match.start, match.end)
            for match in self.alarms.find(tokens, languages)
        )

    def hazardous(self, tokens: Sequence[Token], languages: Sequence[str]) -> tuple[Match, ...]:
        """What matters for dangers in these words: medicines, things by phrase, cues."""
        return self.hazards.find(tokens, languages)

    def _mention(self, match: Match, tokens: Sequence[Token]) -> Mention:
        name = match.name
        opposite = name.group == OUTCOME and name.text in self.outcomes[name.id].opposite
        return Mention(
            name.group,
            name.id,
            match.start,
            match.end,
            _written(tokens, match.start, match.end),
            ambiguous=name.ambiguous,
            opposite=opposite,
            generic=name.group == SUBSTANCE and self.substances[name.id].group in GROUPS,
        )

    def _is_form_of(self, match: Match, tokens: Sequence[Token]) -> bool:
        """Stems join words that are no forms of one name (iron, ironic): look at the ending."""
        if match.name.group == TIP_OFF or match.end - match.start != 1:
            return True
        written, name = tokens[match.start].folded, fold(match.name.text)
        if written == name or not name.isalpha():
            return True
        longer, shorter = max(written, name, key=len), min(written, name, key=len)
        if match.name.group == OUTCOME:
            # A word is no shorter form of an abbreviation: "aid" is not AIDS.
            cut = match.name.text.isupper() and name.isascii() and len(written) < len(name)
            return not cut and longer.removeprefix(shorter) not in _DERIVED
        if len(name) <= 3:
            return False
        if name.isascii() and written.isascii():
            return longer.startswith(shorter[:-1]) and longer[len(shorter) :] in _ENDINGS
        return abs(len(written) - len(name)) <= 4


def _foreign(match: Match, tokens: Sequence[Token], main: str) -> bool:
    """Whether a short word of another language only looks like an abbreviation: Italian "mi" is
    "me", English "MI" a heart attack."""
    if match.name.language in ("", main) or match.end - match.start != 1:
        return False
    # English abbreviations of substances (NMN, CBD) are written in lower case everywhere.
    english = match.name.group == SUBSTANCE and match.name.language == "en"
    short = _SHORT - 1 if english else _SHORT
    written = tokens[match.start]
    return len(written.folded) <= short and written.folded.isascii() and not written.capitals


def _covers(wide: Cue, cue: Cue) -> bool:
    """A cue within a longer phrase is part of it: "side effects" and "no" in "no side effects"."""
    longer = (
        wide.start <= cue.start and cue.end <= wide.end
        and wide.end - wide.start > cue.end - cue.start
    )  # fmt: skip
    if not longer:
        return False
    if cue.category == "scope.negators":
        return True
    if wide.category == "relations.worsens-goal":
        # "lowers your" says good of a pressure and bad of a libido: the outcome decides.
        return False
    kinds = ("relations.", "scope.advice-disclaimer", "scope.side-effect-list")
    return cue.category.startswith("relations.") and wide.category.startswith(kinds)


def compile_vocabulary(content: Content, spelt: Texts | None = None) -> Vocabulary:
    """Index all names of the content; quickly where `spelt` is known from the last time."""
    spelling = Spelling(spelt)
    vocabulary = Vocabulary(
        substances={substance.id: substance for substance in content.substances},
        outcomes={outcome.id: outcome for outcome in content.outcomes},
        tip_offs={pattern.id: pattern for pattern in content.tip_offs},
        dangers={danger.id: danger for danger in content.dangers},
        helplines={country.country: country for country in content.helplines},
        medicines={medicine.id: medicine.name for medicine in content.medicines},
        treated_by=_treated_by(content),
        signs=content.cues,
        names=NameIndex(spelling),
        cues=NameIndex(spelling),
        alarms=NameIndex(spelling),
        hazards=NameIndex(spelling),
        speller=Speller(spelling),
    )
    _add_names(content, vocabulary)
    for category, by_language in content.cues.items():
        index = vocabulary.cues
        if category.startswith((_ALARM, CUE_OF_DANGER)):
            index = vocabulary.alarms if category.startswith(_ALARM) else vocabulary.hazards
        for language, words in by_language.items():
            for text in words:
                if category == NO_NAME:
                    vocabulary.speller.keep(text)
                index.add(Name(category, category, text), language)
    return replace(vocabulary, spelt=spelling.seen)


def _add_names(content: Content, vocabulary: Vocabulary) -> None:
    for substance in content.substances:
        for language, text in _spoken(substance.names, substance.name):
            name = Name(SUBSTANCE, substance.id, text, text in substance.ambiguous, language)
            vocabulary.names.add(name, EXACT)
            vocabulary.names.add(name, language)
            vocabulary.speller.add(name)
    for outcome in content.outcomes:
        for language, text in _spoken(outcome.words, outcome.name):
            name = Name(OUTCOME, outcome.id, text, text in outcome.ambiguous, language)
            vocabulary.names.add(name, language)
            if language == "en":
                vocabulary.speller.add(name)
    for pattern in content.tip_offs:
        for language, text in _spoken(pattern.phrases, None):
            vocabulary.names.add(Name(TIP_OFF, pattern.id, text), language)
    for medicine in content.medicines:
        for language, text in _spoken(medicine.names, None):
            vocabulary.hazards.add(Name(MEDICINE, medicine.id, text), language)
    for danger in content.dangers:
        for language, text in _spoken(danger.sign.phrases, None):
            vocabulary.hazards.add(Name(PERIL, danger.id, text), language)


def _treated_by(content: Content) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for medicine in content.medicines:
        for outcome in medicine.outcomes:
            found[outcome] = (*found.get(outcome, ()), medicine.id)
    return found


def _spoken(names: Mapping[str, tuple[str, ...]], shown: str | None) -> list[tuple[str, str]]:
    spoken = [(language, text) for language, words in names.items() for text in words]
    if shown and not _among(shown, (text for _, text in spoken)):
        spoken.append(("en", shown))
    return spoken


def _among(shown: str, texts: Iterable[str]) -> bool:
    # It mostly is the first of the texts, and folding all of them takes long.
    folded = fold(shown)
    return any(fold(clean(text)) == folded for text in texts)


def _written(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])
