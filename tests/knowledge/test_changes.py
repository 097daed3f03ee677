"""What differs between two versions of a record, as data that can be shown."""

from __future__ import annotations

from knowledge import Change, Difference, differences
from knowledge.library import records
from tests import make


def test_two_equal_records_differ_in_nothing() -> None:
    claim = records.plain(make.claim())
    assert differences(claim, dict(reversed(list(claim.items())))) == ()


def test_each_field_that_differs_is_named_with_both_values() -> None:
    before = records.plain(make.claim())
    after = records.plain(make.claim(headline="Nobody knows.", facts=("One.", "Two.")))
    assert differences(before, after) == (
        Difference("headline", make.CLAIM.headline, "Nobody knows."),
        Difference("facts", list(make.CLAIM.facts), ["One.", "Two."]),
    )


def test_a_field_within_a_field_is_named_by_both() -> None:
    before = {"names": {"en": ["NMN"]}, "review": {"by": "A", "due": "2027-01-01"}}
    after = {"names": {"en": ["NMN", "enemen"], "es": ["ene"]}, "review": {"by": "B"}}
    assert differences(before, after) == (
        Difference("names.en", ["NMN"], ["NMN", "enemen"]),
        Difference("names.es", None, ["ene"]),
        Difference("review.by", "A", "B"),
        Difference("review.due", "2027-01-01", None),
    )


def test_of_a_list_only_the_items_that_came_and_went_are_told() -> None:
    found = Difference("facts", ["One.", "Two.", "Three."], ["Three.", "One.", "Four."])
    assert (found.removed, found.added, found.reordered) == (("Two.",), ("Four.",), False)


def test_a_list_in_another_order_says_so() -> None:
    assert Difference("facts", ["One.", "Two."], ["Two.", "One."]).reordered
    assert not Difference("facts", ["One.", "One."], ["One."]).reordered


def test_a_text_goes_and_comes_as_a_whole() -> None:
    found = Difference("headline", "Old.", "New.")
    assert (found.removed, found.added) == (("Old.",), ("New.",))


def test_a_record_that_is_new_or_gone_differs_in_all_its_fields() -> None:
    record = {"id": "nmn", "names": {"en": ["NMN"]}}
    assert differences(None, record) == (
        Difference("id", None, "nmn"),
        Difference("names.en", None, ["NMN"]),
    )
    assert [each.removed for each in differences(record, None)] == [("nmn",), ("NMN",)]


def test_a_change_tells_what_it_changed() -> None:
    change = Change(1, "claim", "x", {"state": "published"}, {"state": "draft"}, "me", "wrong", 5)
    assert change.differences == (Difference("state", "published", "draft"),)
