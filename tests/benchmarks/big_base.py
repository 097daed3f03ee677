"""A base of any size from real wording: made-up substances, real effects, phrasings of the library.

The same every time. Of use to measure with, and for nothing else: it says nothing true.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge import Claim, Content, Substance

_ROOTS = """
    acetyl ajuga amino andro arcti astra baca benzo bergen boswe cala cardo carno celas chloro
    cinna cole cordy crata curcu cysti dama dehydro echina eleuth epime eury feru flavo galan
    garci gluco gymne harpa hesper hyper indol ino kava lacto lauro lepi levo luteo macu melis
    methyl momor moringa mucu nalo nigel oleo omphalo oxy panax passi pelar phello picro pipe
    plume pregna ptero querce rauwo rehma resve rhodi ribo rosma saff salvi sarco schisan scutel
    selen seri silyb soli strychno tano tara teucri theo tribu trigo tylo ursol vale vinca vita
    withan xantho yohim zingi
"""
_MIDDLES = """
    ba cari do fero gala ke lino mira no pheno quina rado seta thio vero zola
"""
_ENDS = """
    acin amine anol arin ate azin elin eside etin iasil icum idine ilis inol iol oside oxan ulin
    uma wort root berry bark moss thistle
"""
_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("{}", "{} extract", "{} capsules"),
    "es": ("{}a",),
    "de": ("{}pulver",),
    "fr": ("extrait de {}",),
}
_FRAMES = (
    "{}", "is it true that {}", "my aunt swears {}", "{} they say", "doctors hide that {}",
    "read somewhere that {}", "{} and it is all natural", "does anyone know if {}",
)  # fmt: skip
_OF_ONE = 10
"""Claims on one made-up substance."""


def enlarged(library: Content, claims: int, phrasings: int, seed: int = 1) -> Content:
    """The library, and beside it what makes so many published claims and phrasings in all.

    :raises ValueError: The library alone has more.
    """
    chance = random.Random(seed)
    patterns = list(_patterns(library))
    published = [claim for claim in library.claims if claim.published]
    missing = claims - len(published)
    needed = phrasings - sum(len(claim.phrasings) for claim in published)
    if missing < 0 or needed < 0:
        raise ValueError(
            f"The library alone has {claims - missing} published claims with {phrasings - needed} "
            f"phrasings; a base of {claims} with {phrasings} cannot be made of it. Ask for more."
        )
    substances = list(_substances(-(-missing // _OF_ONE), library, chance))
    made: list[Claim] = []
    for number in range(missing):
        substance = substances[number // _OF_ONE]
        if number % _OF_ONE == 0:
            ways = _apart(patterns, chance)
        claim, worded = ways[number % _OF_ONE]
        # Shared out evenly, whatever the numbers are.
        share = needed * (number + 1) // missing - needed * number // missing
        made.append(_claim(claim, worded, substance, share, chance))
    return replace(
        library,
        claims=(*library.claims, *made),
        substances=(*library.substances, *substances),
    )


def _patterns(library: Content) -> Iterator[tuple[Claim, tuple[str, ...]]]:
    """Each claim of the library with those of its wordings that name its substance, as patterns."""
    names = {
        substance.id: re.compile(
            "|".join(
                rf"\b{re.escape(name)}\b"
                for name in sorted(
                    {substance.name, *substance.names.get("en", ())}, key=len, reverse=True
                )
            ),
            re.IGNORECASE,
        )
        for substance in library.substances
    }
    for claim in library.claims:
        texts = [text.replace("{", "(").replace("}", ")") for text in claim.phrasings]
        named = names[claim.substance]
        worded = tuple(
            dict.fromkeys(named.sub("{}", text, count=1) for text in texts if named.search(text))
        )
        if claim.published and worded:
            yield claim, worded


def _substances(count: int, library: Content, chance: random.Random) -> Iterator[Substance]:
    roots, middles, ends = _ROOTS.split(), _MIDDLES.split(), _ENDS.split()
    taken = {substance.id for substance in library.substances}
    groups = [s.group for s in library.substances if s.group in ("herb", "vitamin", "mineral")]
    while count:
        word = chance.choice(roots) + chance.choice(middles) + chance.choice(ends)
        if chance.random() < 0.5:
            word = f"{chance.choice(roots)}{chance.choice(ends)} {word}"
        id_ = word.replace(" ", "-")
        if id_ in taken:
            continue
        taken.add(id_)
        count -= 1
        names = {
            language: tuple(each.format(word) for each in forms)
            for language, forms in _NAMES.items()
        }
        yield Substance(id_, word, chance.choice(groups), names)


def _apart(
    patterns: Sequence[tuple[Claim, tuple[str, ...]]], chance: random.Random
) -> list[tuple[Claim, tuple[str, ...]]]:
    """Patterns of claims that one substance can have beside one another."""
    found: dict[tuple[str, str], tuple[Claim, tuple[str, ...]]] = {}
    while len(found) < _OF_ONE:
        claim, worded = chance.choice(patterns)
        found.setdefault((claim.relation, claim.outcome), (claim, worded))
    return list(found.values())


def _claim(
    claim: Claim, worded: Sequence[str], substance: Substance, count: int, chance: random.Random
) -> Claim:
    ways = [frame.format(way) for frame in _FRAMES for way in worded]
    chosen = chance.sample(ways, min(count, len(ways)))
    chosen += [f"{way} {number}" for number, way in enumerate(ways[: count - len(chosen)])]
    return replace(
        claim,
        id=f"{substance.id}-{claim.relation}-{claim.outcome}",
        substance=substance.id,
        claim=worded[0].format(substance.name),
        phrasings=tuple(way.format(substance.name) for way in chosen),
    )
