"""Substances and outcomes by what is typed."""

from __future__ import annotations

from knowledge import Content, lookup
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


def test_a_long_id_fits_into_a_button_and_is_found_again() -> None:
    long = "a-very-long-substance-name-replaces-a-very-long-medicine-name"
    other = long + "-2"
    assert len(lookup.short(long)) <= 40
    assert lookup.short("nmn-sleep") == "nmn-sleep"
    assert lookup.long(lookup.short(long), [other, long]) == long
    assert lookup.long("nothing", [long]) is None
