"""The messages that come with the package: the tuning part of the quality set, and only that."""

from __future__ import annotations

import gzip

from knowledge import tried_messages
from knowledge.tried import SHIPPED
from tests.quality.messages import load, tried
from tests.quality.ship import lines


def test_they_are_up_to_date() -> None:
    shipped = gzip.decompress(SHIPPED.read_bytes()).decode("utf-8").splitlines()
    assert shipped == "\n".join(lines()).splitlines(), "run: python -m tests.quality --ship"


def test_they_come_back_as_they_were_labelled() -> None:
    assert list(tried_messages()) == tried(load())


def test_none_of_them_is_set_aside() -> None:
    aside = {message.id for message in load() if message.set_aside}
    assert aside
    assert aside.isdisjoint(each.id for each in tried_messages())


def test_what_is_expected_is_known_for_each() -> None:
    assert all(each.expected is not None for each in tried_messages())
    assert sum(bool(each.expected) for each in tried_messages()) > 400
