"""When two requests are one case: the same substance and outcome, or nearly the same words."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge.assessment import Assessment
from knowledge.reading.normalise import clean
from knowledge.reading.reader import Reading, read
from knowledge.reading.tokens import Token, tokenise
from knowledge.reading.vocabulary import GROUPS
from knowledge.snapshot import Snapshot

ALIKE = 0.6
"""Share of the words of both texts that are in each of them, from which they are one wording."""
_FEWEST = 4
"""Telling words that a text needs before its wording says anything."""
_COMMON, _RARE = 6.0, 4.0
"""Zipf frequencies (wordfreq): more common words tell nothing; rarer ones are likely names."""
_LISTED = frozenset({"en", "es", "pt", "fr", "de", "it", "ru", "hi", "id", "ar"})
_KEPT = 256
"""Words of a text whose hashes are kept: of a longer one a sample, always the same."""
_MARKS = 8
"""Smallest hashes by which texts are looked up: of two that are `ALIKE`, hardly any share none."""


class Likeness(StrEnum):
    """What makes two requests one case."""

    PAIR = "pair"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Words:
    """The telling words of a text as hashes, smallest first: 62 bits of a keyed hash, and one that
    says whether the word is rare. Nobody can read them, or make them without the secret."""

    hashes: tuple[int, ...]

    @property
    def marks(self) -> tuple[int, ...]:
        """A few hashes of which two texts that are alike share at least one."""
        return self.hashes[:_MARKS]

    def packed(self) -> bytes:
        return array("q", self.hashes).tobytes()

    @staticmethod
    def unpacked(packed: bytes) -> Words:
        hashes = array("q")
        hashes.frombytes(packed)
        return Words(tuple(hashes))


@dataclass(frozen=True, slots=True)
class CaseKey:
    """What requests are compared by: the substance and outcome that a message is mainly about
    ("" where the vocabulary has none), all substances that it names, and its words."""

    substance: str
    outcome: str
    substances: frozenset[str]
    words: Words


@dataclass(frozen=True, slots=True)
class Match:
    """The case that a request belongs to, and why; `nearness` is 1 for the same pair."""

    case: int
    why: Likeness
    nearness: float


def key_of(assessment: Assessment, text: str, base: Snapshot, secret: bytes) -> CaseKey:
    """What a message is compared by. `secret` makes its hashes differ from everybody else's."""
    reading = read(text, base.vocabulary)
    named = frozenset(each for each in reading.substances if not _general(each, base))
    substance, outcome = _main(assessment, reading, base) or _only(named)
    return CaseKey(substance, outcome, named, words_of(text, assessment.language, secret))


def title_of(key: CaseKey, base: Snapshot) -> str:
    """What a case is called: names of the vocabulary, and nothing that a person wrote."""
    names = [base.substance(key.substance).name] if key.substance else []
    names += [base.outcome(key.outcome).name] if key.outcome else []
    return " · ".join(names)


def fits(key: CaseKey, known: Iterable[tuple[int, CaseKey]]) -> Match | None:
    """The case that a request belongs to: the one of the same pair, else the nearest wording. Of
    equals the one that is named first."""
    best: Match | None = None
    for case, other in known:
        if _same_pair(key, other):
            return Match(case, Likeness.PAIR, 1.0)
        nearness = _alike(key, other)
        if nearness >= ALIKE and (best is None or nearness > best.nearness):
            best = Match(case, Likeness.WORDING, nearness)
    return best


def words_of(text: str, language: str, secret: bytes) -> Words:
    """The telling words of a text: each once, in no order, and without numbers."""
    hashes = {
        _hashed(token.folded, rare, secret)
        for token in tokenise(clean(text))
        for rare in _tells(token, language)
    }
    return Words(tuple(sorted(hashes)[:_KEPT]))


def likeness(one: Words, other: Words, *, named: bool) -> float:
    """How many of the words of two texts are in both, 0..1 (Jaccard; of long texts, by a sample).

    0 where each has a word that the other lacks, as one name may stand in the place of another.
    Where both are known to have `named` the same substances, only rare words are feared.
    """
    if min(len(one.hashes), len(other.hashes)) < _FEWEST:
        return float(bool(one.hashes) and one == other)
    ours, theirs = set(one.hashes), set(other.hashes)
    both = _within(ours | theirs, one, other)
    only_ours, only_theirs = both - theirs, both - ours
    feared = _is_rare if named else bool
    if any(map(feared, only_ours)) and any(map(feared, only_theirs)):
        return 0.0
    return 1 - (len(only_ours) + len(only_theirs)) / max(1, len(both))


def _same_pair(key: CaseKey, other: CaseKey) -> bool:
    pair = key.substance, key.outcome
    return all(pair) and pair == (other.substance, other.outcome)


def _alike(key: CaseKey, other: CaseKey) -> float:
    """How near two wordings are; 0 where they name different substances or outcomes."""
    if key.substances and other.substances and key.substances != other.substances:
        return 0.0
    if key.outcome and other.outcome and key.outcome != other.outcome:
        return 0.0
    return likeness(key.words, other.words, named=bool(key.substances and other.substances))


def _main(assessment: Assessment, reading: Reading, base: Snapshot) -> tuple[str, str] | None:
    """The pair that a message is mainly about: what it plainly claims and nobody has reviewed, else
    what it says most of."""
    for one in assessment.unreviewed:
        if one.outcome and not _general(one.substance, base):
            return one.substance, one.outcome
    said: Counter[tuple[str, str]] = Counter()
    for statement in reading.statements:
        if statement.outcomes and not _general(statement.substance, base):
            signals = statement.signals
            doubts = signals.carried + signals.vague_outcome + signals.vague_substance
            said[statement.substance, statement.outcomes[0]] += (2 if signals.cue else 1) << (
                3 - doubts
            )
    return said.most_common(1)[0][0] if said else None


def _only(named: frozenset[str]) -> tuple[str, str]:
    return (next(iter(named)) if len(named) == 1 else "", "")


def _general(substance: str, base: Snapshot) -> bool:
    """Whether a name is one of many things ("natural remedies"): two who use it may mean two."""
    return base.substance(substance).group in GROUPS


def _tells(token: Token, language: str) -> Iterator[bool]:
    """Whether a word that tells something is rare; nothing for one that does not."""
    if token.text.isdigit():
        return
    if language not in _LISTED:
        yield True
    elif (frequency := _frequency(token.text, language)) < _COMMON:
        yield frequency < _RARE


@lru_cache(maxsize=50_000)
def _frequency(word: str, language: str) -> float:
    from wordfreq import zipf_frequency

    return zipf_frequency(word, language, wordlist="small")


def _hashed(word: str, rare: bool, secret: bytes) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), key=secret[:64], digest_size=8)
    return int.from_bytes(digest.digest(), "big") >> 2 << 1 | rare


def _is_rare(hashed: int) -> bool:
    return bool(hashed & 1)


def _within(hashes: set[int], one: Words, other: Words) -> set[int]:
    """Those hashes that both samples would hold if their texts had these words."""
    full = [words.hashes[-1] for words in (one, other) if len(words.hashes) == _KEPT]
    return {each for each in hashes if each <= min(full)} if full else hashes
