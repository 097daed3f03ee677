"""A substance or an outcome that a draft makes: what is asked for it, and the record that comes of
it. Its names stand in a draft one by one, each with its language: "en: berberine HCl"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.library.records import Plain
from knowledge.library.soundness import LONGEST_ID
from knowledge.model import Nature, Substance
from knowledge.reading.normalise import clean, fold

OF_SUBSTANCE = ("name", "group", "names", "ambiguous")
OF_OUTCOME = ("name", "nature", "words", "ambiguous", "opposite")
"""What is asked for each, in this order."""
FREE = frozenset({"names", "words", "ambiguous", "opposite"})
"""What may stay empty: a thing is found by the name that is shown, too."""
NATURES = (Nature.CONDITION, Nature.GOAL, Nature.MEDICINE)
"""What a new outcome can be. The sides of taking something are few, and the code knows them."""
FOR = "for"
"""The field that holds the number of the claim's draft for which it is made."""


def substance(fields: Mapping[str, Any], id_: str) -> Plain:
    """The plain record of a new substance."""
    return {
        "id": id_,
        "name": fields["name"],
        "group": fields["group"],
        "names": _by_language(fields, "names"),
        "ambiguous": list(fields.get("ambiguous") or ()),
    }


def outcome(fields: Mapping[str, Any], id_: str) -> Plain:
    """The plain record of a new outcome."""
    return {
        "id": id_,
        "name": fields["name"],
        "nature": fields["nature"],
        "words": _by_language(fields, "words"),
        "ambiguous": list(fields.get("ambiguous") or ()),
        "opposite": list(fields.get("opposite") or ()),
    }


def id_for(name: str, taken: Iterable[str]) -> str:
    """An id made of a name, none that is taken; "" for a name without letters from a to z."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[: LONGEST_ID - 4].strip("-")
    held = frozenset(taken)
    numbered = (f"{stem}-{number}" for number in range(2, len(held) + 3))
    return next(id_ for id_ in (stem, *numbered) if id_ not in held) if stem else ""


def named(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """All names of a new thing, as its record has them."""
    key = "words" if fields.get("words") else "names"
    return tuple(name for names in _by_language(fields, key).values() for name in names)


def sure_names(substance: Substance) -> tuple[str, ...]:
    """The names of a substance that mean nothing else."""
    every = (substance.name, *(name for names in substance.names.values() for name in names))
    return tuple(name for name in every if name not in substance.ambiguous)


def spoken(item: str) -> tuple[str, str]:
    """The language and the name of one item."""
    language, _, name = item.partition(": ")
    return language, name


def _by_language(fields: Mapping[str, Any], key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, name in map(spoken, fields.get(key) or ()):
        found.setdefault(language, []).append(name)
    known = {fold(clean(name)) for names in found.values() for name in names}
    shown = str(fields.get("name") or "")
    if shown and fold(clean(shown)) not in known:
        # Records are in English; what is shown is a name like all others.
        found["en"] = [shown, *found.get("en", ())]
    return {language: found[language] for language in sorted(found, key=lambda each: each != "en")}
