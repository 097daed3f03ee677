"""What is wrong with a new substance or outcome: the rules of the library, for this one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge.library import records, word_rules
from knowledge.library.soundness import control_characters
from knowledge.model import Content, Outcome, Substance
from knowledge.reading.normalise import clean, fold
from knowledge.reading.vocabulary import GROUPS
from knowledge.review import new_words
from knowledge.review.personal import scrubbed

Problem = tuple[str, str]
"""The field, and what is wrong with it."""
LONGEST_NAME = 80
_NEW = "new"
"""The id of a record that has none yet; no other has it, as the ids of the library are names."""


def of_substance(
    fields: Mapping[str, Any], beside: Iterable[Substance], content: Content
) -> Iterator[Problem]:
    """What is wrong with what is filled in of a new substance, beside others."""
    yield from _of_names(fields, "names")
    group = fields.get("group")
    if group and (group in GROUPS or group not in {each.group for each in content.substances}):
        yield "group", f"{group!r} is no group to choose"
    if not fields.get("name"):
        return
    others = [each for each in beside if each.id != _NEW]
    new = records.substance(new_words.substance({"group": _NEW, **fields}, _NEW))
    for found, (place, message) in word_rules.shared_names((*others, new)):
        if found is new:
            yield _field(place, new.names, str(fields["name"])), message
    shown = fold(clean(new.name))
    for other in others:
        if fold(clean(other.name)) == shown:
            yield "name", f"{new.name!r} is also a name of {other.id}"


def of_outcome(fields: Mapping[str, Any], outcomes: Iterable[Outcome]) -> Iterator[Problem]:
    """What is wrong with what is filled in of a new outcome, beside others."""
    yield from _of_names(fields, "words")
    if fields.get("nature") not in (None, *new_words.NATURES):
        yield "nature", "please choose one"
    if not fields.get("name"):
        return
    shown = fold(clean(str(fields["name"])))
    for other in outcomes:
        if fold(clean(other.name)) == shown:
            yield "name", f"{fields['name']!r} is also the name of {other.id}"


def _of_names(fields: Mapping[str, Any], key: str) -> Iterator[Problem]:
    """What holds for every name, whatever it names."""
    name = fields.get("name")
    if name and not new_words.id_for(str(name), ()):
        yield "name", "must hold letters from a to z: it is shown to people in English"
    known = set(new_words.named(fields))
    items = [("name", str(name))] if name else []
    items += [(key, new_words.spoken(item)[1]) for item in fields.get(key) or ()]
    for field, text in items:
        for message in faults_of_name(text):
            yield field, message if field == "name" else f"{text[:LONGEST_NAME]!r}: {message}"
    languages = {new_words.spoken(item)[0]: () for item in fields.get(key) or ()}
    yield from ((key, message) for _, message in word_rules.languages((key,), languages))
    for field in ("ambiguous", "opposite"):
        for word in fields.get(field) or ():
            if word not in known:
                yield field, f"{word!r} is not among its names"


def faults_of_name(name: str) -> Iterator[str]:
    """What is wrong with a name by itself."""
    if not any(map(str.isalnum, name)) or len(name) > LONGEST_NAME:
        yield f"a name has 1 to {LONGEST_NAME} characters, and a letter among them"
    if list(control_characters(name)):
        yield "holds a character that is not seen"
    if found := scrubbed(name).removed:
        yield f"holds something of a person: {', '.join(sorted(found))}"


def _field(place: tuple[str | int, ...], names: Mapping[str, tuple[str, ...]], shown: str) -> str:
    """The field in which a name was typed."""
    _, language, position = place
    return "name" if names[str(language)][int(position)] == shown else "names"
