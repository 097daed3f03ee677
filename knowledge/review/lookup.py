"""Substances and outcomes by what somebody types: a name, an id, or something near to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from rapidfuzz import fuzz, process

from knowledge.model import Content, Names, Substance
from knowledge.reading.names import EXACT, words_of
from knowledge.reading.vocabulary import GROUPS, SUBSTANCE, Vocabulary

MOST = 6
"""How many are offered."""
_NEAR = 75
_ROOM = 40
"""Characters of an id that fit into a button."""


def substances(text: str, content: Content) -> tuple[str, ...]:
    """The substance of exactly this name or id; else those nearest to it."""
    return _found(text, ((s.id, s.name, s.names) for s in content.substances))


def outcomes(text: str, content: Content) -> tuple[str, ...]:
    """The outcome of exactly this name or id; else those nearest to it."""
    return _found(text, ((o.id, o.name, o.words) for o in content.outcomes))


def groups(text: str, content: Content) -> tuple[str, ...]:
    """The group of exactly this name among those that substances are in; else those near to it."""
    return _found(text, ((group, group, {}) for group in all_groups(content)))


def all_groups(content: Content) -> tuple[str, ...]:
    """The groups that a new substance can be in, the most usual first. Groups whose members are
    names of many things at once are none: they change how all else is read."""
    counted = Counter(substance.group for substance in content.substances)
    return tuple(group for group, _ in counted.most_common() if group not in GROUPS)


def called(names: Iterable[str], vocabulary: Vocabulary) -> tuple[Substance, ...]:
    """The substances that names of theirs make one think of: whoever has one of these names is
    among them."""
    ids = {
        match.name.id: None
        for name in names
        for match in vocabulary.names.find(words_of(name), (EXACT,))
        if match.name.group == SUBSTANCE
    }
    return tuple(vocabulary.substances[id_] for id_ in ids)


def short(id_: str) -> str:
    """What stands for an id in a button: the id itself where there is room."""
    if len(id_) <= _ROOM:
        return id_
    return f"{id_[: _ROOM - 9]}~{sha256(id_.encode()).hexdigest()[:8]}"


def long(given: str, ids: Iterable[str]) -> str | None:
    """The id that something in a button stands for."""
    return next((id_ for id_ in ids if short(id_) == given), None)


def _found(text: str, records: Iterable[tuple[str, str, Names]]) -> tuple[str, ...]:
    wanted = " ".join(text.casefold().split())
    known: dict[str, str] = {}
    by_name: list[str] = []
    for id_, name, words in records:
        if wanted in (id_, name.casefold()):
            return (id_,)
        for word in (id_.replace("-", " "), name, *words.get("en", ())):
            known.setdefault(word.casefold(), id_)
        if any(wanted == word.casefold() for each in words.values() for word in each):
            by_name.append(id_)
    if len(by_name) == 1:
        return (by_name[0],)
    near = process.extract(wanted, list(known), scorer=fuzz.WRatio, limit=30, score_cutoff=_NEAR)
    return tuple(dict.fromkeys([*by_name, *(known[word] for word, _, _ in near)]))[:MOST]
