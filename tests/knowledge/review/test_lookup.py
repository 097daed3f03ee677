"""Substances and outcomes by what is typed."""

from __future__ import annotations

from dataclasses import replace

from knowledge import Content, lookup, snapshot
from tests import make


def test_an_exact_name_is_the_only_answer() -> None:
    assert lookup.substances(" nmn ", make.content()) == ("nmn",)
    assert lookup.substances("Acetylcysteine", make.content()) == ("nac",)
    assert lookup.outcomes("feeling low", make.content()) == ("depression",)


def test_slips_and_other_languages_are_found_in_the_library(library: Content) -> None:
    assert "magnesium" in lookup.substances("magnesuim", library)
    assert lookup.substances("никотинамидмононуклеотид", library) == ("nmn",)
    assert lookup.substances("qqqqqq", library) == ()
    assert len(lookup.outcomes("pain", library)) <= lookup.MOST


def test_a_group_is_one_of_those_that_substances_are_in_and_none_of_many_things() -> None:
    nmn, nac = make.SUBSTANCES
    more = (nmn, nac, replace(nac, id="taurine"), replace(nmn, id="any", group="general"))
    content = make.content(substances=more)
    assert lookup.all_groups(content) == ("amino acid", "NAD+ precursor")
    assert lookup.groups("Amino Acid", content) == ("amino acid",)
    assert lookup.groups("amino", content) == ("amino acid",)
    assert lookup.groups("general", content) == ()


def test_whose_a_name_may_be_is_found_at_once() -> None:
    words = snapshot(make.content(), meaning=False).vocabulary
    found = lookup.called(["my ACETYLCYSTEINE", "nicotinamide", "sleep"], words)
    assert [substance.id for substance in found] == ["nac"]


def test_a_long_id_fits_into_a_button_and_is_found_again() -> None:
    long = "a-very-long-substance-name-replaces-a-very-long-medicine-name"
    other = long + "-2"
    assert len(lookup.short(long)) <= 40
    assert lookup.short("nmn-sleep") == "nmn-sleep"
    assert lookup.long(lookup.short(long), [other, long]) == long
    assert lookup.long("nothing", [long]) is None
