"""Driving the server from another process, over HTTP under /_control.

Every answer is JSON: `{"ok": true, ...}`, or `{"ok": false, "error": "..."}` with status 400.
Bodies are JSON objects whose keys are the arguments of the method of the same purpose in Python.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from .errors import Json
from .messages import Message
from .people import Person, Press

if TYPE_CHECKING:
    from .server import BotApiServer

_PERSON_ACTIONS = {
    "sends",
    "sends_photo",
    "sends_kind",
    "forwards",
    "edits",
    "presses",
    "taps",
    "blocks_bot",
    "unblocks_bot",
}
_PAGE = 1000
Answer = Callable[[Request, Json], Awaitable[Json]]


def routes(server: BotApiServer) -> list[BaseRoute]:
    """Return the routes under /_control."""
    control = _Control(server)
    table: tuple[tuple[str, str, Answer], ...] = (
        ("GET", "/health", control.health),
        ("GET", "/counts", control.counts),
        ("GET", "/requests", control.requests),
        ("GET", "/violations", control.violations),
        ("GET", "/chats/{chat_id:int}/messages", control.messages),
        ("POST", "/tokens", control.add_token),
        ("POST", "/inject", control.inject),
        ("POST", "/sends", control.sends),
        ("POST", "/people", control.add_person),
        ("POST", "/people/{user_id:int}/{action}", control.act),
        ("POST", "/groups", control.add_group),
        ("POST", "/faults", control.fail),
        ("POST", "/fault_rate", control.fail_rate),
        ("DELETE", "/faults", control.clear_faults),
        ("POST", "/clock", control.advance),
        ("POST", "/wait", control.wait),
        ("POST", "/reset", control.reset),
    )
    return [
        Route(f"/_control{path}", _guarded(answer), methods=[verb]) for verb, path, answer in table
    ]


def _guarded(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            body = await request.body()
            given: Json = json.loads(body) if body.strip() else {}
            result = {"ok": True, **await answer(request, given)}
            status = 200
        except TimeoutError as error:
            result, status = {"ok": False, "error": str(error)}, 408
        except (ValueError, LookupError, TypeError) as error:
            result, status = {"ok": False, "error": f"{type(error).__name__}: {error}"}, 400
        text = json.dumps(result, ensure_ascii=False)
        return Response(text.encode(), status, media_type="application/json")

    return respond


class _Control:
    def __init__(self, server: BotApiServer) -> None:
        self._server = server
        self._world = server.world

    # Looking

    async def health(self, request: Request, given: Json) -> Json:
        bots = [{"id": b.id, "token": b.token} for b in self._world.bots.values()]
        return {"url": self._server.url, "bots": bots}

    async def counts(self, request: Request, given: Json) -> Json:
        return self._counts()

    def _counts(self) -> Json:
        log, bots = self._world.log, self._world.bots.values()
        return {
            "requests": len(log.records),
            "by_method": dict(log.by_method),
            "accepted": dict(log.accepted),
            "by_status": dict(log.by_status),
            "violations": len(log.violations),
            "faults": self._world.faults.happened,
            "pending": sum(len(b.queue) for b in bots),
            "pushed": sum(b.queue.pushed for b in bots),
            "polling": sum(b.poll.held for b in bots),
        }

    async def requests(self, request: Request, given: Json) -> Json:
        """Page through the log: `since` is the number of the last record already read."""
        query = request.query_params
        wanted, since = query.get("method", "").lower(), int(query.get("since", 0))
        limit = int(query.get("limit", _PAGE))
        found: list[Json] = []
        for record in self._world.log.records[since:]:
            if wanted and record.method.lower() != wanted:
                continue
            found.append(record.body())
            if len(found) >= limit:
                break
        return {"requests": found}

    async def violations(self, request: Request, given: Json) -> Json:
        return {"violations": [v.body() for v in self._world.log.violations]}

    async def messages(self, request: Request, given: Json) -> Json:
        query = request.query_params
        bot = self._world.bot(int(query["bot"]) if "bot" in query else None)
        chat = self._world.chat(bot, request.path_params["chat_id"])
        if chat is None:
            raise LookupError("no such chat")
        return {"messages": list(chat.since(int(query.get("since", 0))))}

    # Doing

    async def add_token(self, request: Request, given: Json) -> Json:
        bot = self._server.add_token(given.pop("token", None), **given)
        return {"token": bot.token, "bot": bot.me()}

    async def inject(self, request: Request, given: Json) -> Json:
        updates = given["updates"] if "updates" in given else [given["update"]]
        bot = self._world.bot(given.get("bot"))
        return {"update_ids": [self._server.inject(update, bot) for update in updates]}

    async def sends(self, request: Request, given: Json) -> Json:
        """Let many people write at once; those not known yet are created."""
        sent = [
            self._server.person(user_id=item["user_id"], first_name=f"P{item['user_id']}").sends(
                item["text"]
            )
            for item in given["messages"]
        ]
        return {"message_ids": [message.id for message in sent]}

    async def add_person(self, request: Request, given: Json) -> Json:
        return {"user": self._server.person(**given).user}

    async def act(self, request: Request, given: Json) -> Json:
        """Let a person do something; a message is named by `chat_id` and `message_id`."""
        action = request.path_params["action"]
        if action not in _PERSON_ACTIONS:
            raise LookupError(f"no action {action!r}; there are {sorted(_PERSON_ACTIONS)}")
        person = self._person(request.path_params["user_id"])
        result = getattr(person, action)(**self._arguments(person, given))
        if isinstance(result, Message):
            return {"message": result}
        return {"callback_query_id": result.id} if isinstance(result, Press) else {}

    def _arguments(self, person: Person, given: Json) -> dict[str, Any]:
        arguments = dict(given)
        chat_id = arguments.pop("chat_id", person.id)
        if "message_id" in arguments:
            arguments["message"] = self._message(chat_id, arguments.pop("message_id"))
        if "reply_to" in arguments:
            arguments["reply_to"] = self._message(chat_id, arguments["reply_to"])
        if chat_id != person.id and "message" not in arguments:
            arguments["group"] = self._server.group_at(chat_id)
        if "content" in arguments:
            arguments["content"] = str(arguments["content"]).encode()
        return arguments

    async def add_group(self, request: Request, given: Json) -> Json:
        members: Iterable[int] = given.pop("members", ())
        group = self._server.group(members=[self._person(m) for m in members], **given)
        return {"chat": group.chat.body()}

    async def fail(self, request: Request, given: Json) -> Json:
        self._server.fail(**given)
        return {}

    async def fail_rate(self, request: Request, given: Json) -> Json:
        self._server.fail_rate(**given)
        return {}

    async def clear_faults(self, request: Request, given: Json) -> Json:
        self._server.clear_faults()
        return {}

    async def advance(self, request: Request, given: Json) -> Json:
        self._world.clock.advance(float(given["advance"]))
        return {"now": self._world.clock.unix()}

    async def reset(self, request: Request, given: Json) -> Json:
        self._server.reset()
        return {}

    async def wait(self, request: Request, given: Json) -> Json:
        """Wait until so many calls were accepted and so few updates are pending."""
        accepted: dict[str, int] = given.get("accepted", {})
        pending: int | None = given.get("pending")
        log, bots = self._world.log, self._world.bots

        def reached() -> bool:
            if any(log.accepted[name] < count for name, count in accepted.items()):
                return False
            return pending is None or sum(len(b.queue) for b in bots.values()) <= pending

        wanted = f"accepted {accepted} and pending {pending}"
        await self._server.wait_for(reached, float(given.get("timeout", 30)), wanted)
        return self._counts()

    def _person(self, user_id: int) -> Person:
        if user_id not in self._world.people:
            raise LookupError(f"no person {user_id}")
        return self._server.person(user_id=user_id)

    def _message(self, chat_id: int, message_id: int) -> Message:
        message = self._server.chat(chat_id).find(message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in chat {chat_id}")
        return message
