"""Claims that people forward, and the form of the answer that each of them gets."""

from __future__ import annotations

from tests.telegram.messages import Message

CLAIM, OTHER_CLAIM = "NMN beats depression.", "Garlic lowers blood pressure."
FOUND, OTHER_FOUND = "nmn-depression", "garlic-blood-pressure"


def check_answer(answer: Message, question: Message, headline: str) -> None:
    """The form that every evidence answer has."""
    assert headline in answer.text
    assert answer["reply_to_message"]["message_id"] == question.id
    assert answer["link_preview_options"] == {"is_disabled": True}
    assert {"bold", "text_link", "italic"} <= {entity["type"] for entity in answer.entities}
