"""Hostile updates: what no Bot API server sends, as far as JSON can say it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.attack.texts import hostile

Json = dict[str, Any]
FAR = 900_000_000_000
"""Chats from here on belong to nobody who is answered in these tests."""


def anything() -> SearchStrategy[Any]:
    """Any JSON."""
    leaf = st.one_of(
        st.none(), st.booleans(), st.integers(-(2**70), 2**70),
        st.floats(allow_nan=False, width=32),
        st.text(st.characters(exclude_categories=()), max_size=20),
        st.sampled_from([2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, "", "1", [], {}]),
    )  # fmt: skip
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=8,
    )


def _spoilt(value: Any) -> SearchStrategy[Any]:
    """Mostly as it should be; sometimes anything else."""
    return st.one_of(st.just(value), st.just(value), st.just(value), anything())


def _chat() -> SearchStrategy[Any]:
    ids = st.one_of(st.integers(FAR, FAR + 10_000), st.sampled_from([2**63, -(2**70), True, 1.5]))
    kinds = st.sampled_from(["private", "group", "supergroup", "channel", "hologram", "", None])
    return st.one_of(st.fixed_dictionaries({"id": ids, "type": kinds}), anything())


def _message() -> SearchStrategy[Any]:
    entity = st.fixed_dictionaries(
        {
            "type": st.sampled_from(["bot_command", "mention", "text_link", "??"]),
            "offset": st.integers(-5, 9_999),
            "length": st.integers(-5, 9_999),
        }
    )
    return st.fixed_dictionaries(
        {"chat": _chat()},
        optional={
            "message_id": _spoilt(1),
            "date": _spoilt(1_700_000_000),
            "from": _spoilt({"id": FAR, "is_bot": False, "first_name": "X"}),
            "text": st.one_of(hostile(), anything()),
            "caption": hostile(),
            "entities": st.one_of(st.lists(entity, max_size=4), anything()),
            "photo": anything(),
            "document": anything(),
            "forward_origin": anything(),
            "reply_to_message": anything(),
            "sender_chat": anything(),
            "edit_date": anything(),
        },
    )


def updates() -> SearchStrategy[Json]:
    """Updates of every kind, each spoilt in some way; the server numbers them."""
    query = st.fixed_dictionaries(
        {"id": _spoilt("1"), "from": _spoilt({"id": FAR, "is_bot": False, "first_name": "X"})},
        optional={"message": _message(), "data": st.one_of(hostile(), anything())},
    )
    kinds = st.sampled_from(["message", "edited_message", "channel_post", "my_chat_member", "poll"])
    body = st.one_of(_message(), _message(), anything())
    return st.one_of(
        st.builds(lambda kind, content: {kind: content}, kinds, body),
        st.builds(lambda content: {"callback_query": content}, query),
        st.dictionaries(st.text(max_size=8), anything(), max_size=3),
    ).map(lambda update: {key: value for key, value in update.items() if key != "update_id"})
