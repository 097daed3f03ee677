"""The base to measure with: as large as asked for, made of real wording, the same every time."""

from __future__ import annotations

import pytest

from knowledge import Content
from tests.benchmarks.big_base import enlarged

SIZE = (4_000, 40_000)
"""Claims and phrasings: well over what the library has."""


@pytest.fixture(scope="module")
def big(library: Content) -> Content:
    return enlarged(library, *SIZE)


def test_it_has_the_size_that_was_asked_for(big: Content) -> None:
    published = [claim for claim in big.claims if claim.published]
    assert (len(published), sum(len(claim.phrasings) for claim in published)) == SIZE


@pytest.mark.parametrize("size", [(10, SIZE[1]), (SIZE[0], 10)])
def test_less_than_the_library_has_is_refused(library: Content, size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="Ask for more"):
        enlarged(library, *size)


def test_it_is_the_same_every_time(big: Content, library: Content) -> None:
    assert enlarged(library, *SIZE) == big
    assert enlarged(library, *SIZE, seed=2) != big


def test_the_library_is_in_it(big: Content, library: Content) -> None:
    assert big.claims[: len(library.claims)] == library.claims
    assert big.substances[: len(library.substances)] == library.substances


def test_no_two_claims_say_the_same(big: Content, library: Content) -> None:
    made = big.claims[len(library.claims) :]
    assert len({claim.id for claim in big.claims}) == len(big.claims)
    assert len({(c.substance, c.relation, c.outcome) for c in made}) == len(made)


def test_the_wording_names_the_made_up_substance(big: Content, library: Content) -> None:
    names = {substance.id: substance.name for substance in big.substances}
    for claim in big.claims[len(library.claims) :]:
        assert all(names[claim.substance] in text for text in (claim.claim, *claim.phrasings))
        assert len({*claim.phrasings}) == len(claim.phrasings)
