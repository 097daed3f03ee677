"""One sentence with all that was seen in it."""

from __future__ import annotations

from knowledge import Stance
from tests.knowledge.reading.small import reading


def test_a_sentence_knows_its_mentions_cues_and_stance() -> None:
    (one,) = reading("They hide this: NMN and garlic do not cure cancer!").sentences
    assert [mention.id for mention in one.substances] == ["nmn", "garlic"]
    assert [mention.id for mention in one.outcomes] == ["cancer"]
    assert one.mentions == (*one.substances, *one.outcomes)
    assert one.tip_offs == ("secret",)
    assert one.stance is Stance.ASSERTS


def test_it_tells_whether_one_of_several_cues_was_seen() -> None:
    (one,) = reading("NMN does not cure cancer").sentences
    assert one.has("relations.improves-condition")
    assert one.has("relations.causes", "scope.negators")
    assert not one.has("relations.causes")
    assert not one.has()
