"""Answers to presses of buttons."""

from typing import Any

from ..calls import Call
from ..errors import QUERY_TOO_OLD, bad_request
from .registry import method


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> Any:
    """Answer a press, once and in time."""
    query = call.bot.queries.get(call.get("callback_query_id"))
    if query is None or query.answer is not None:
        raise bad_request(QUERY_TOO_OLD)
    if call.world.clock.now() - query.asked > call.world.options.query_lifetime:
        raise bad_request(QUERY_TOO_OLD)
    if len(call.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {k: v for k, v in call.parameters.items() if k != "callback_query_id"}
    return True
