"""From an HTTP request to a method and back to an HTTP answer."""

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from . import parameters
from .bots import WELL_FORMED, Bot
from .calls import Call
from .errors import ApiError, Json
from .faults import Fault
from .methods import METHODS, generic
from .methods.registry import Described, Encoded
from .parameters import Parameters
from .request_log import Record
from .spec import MethodType, load
from .updates import DisconnectedError
from .validation import InvalidCallError, Validator
from .world import World

# What the log says of a request that got no answer.
NO_ANSWER = 0


class Endpoint:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World, drop: Callable[[Any], None]) -> None:
        """Keep the world, and how to drop a client's connection."""
        self._world = world
        self._drop = drop
        self._spec = load()
        self._validator = Validator(self._spec)

    async def method(self, request: Request) -> Response:
        """Answer one call of the API."""
        name = request.path_params["method"]
        try:
            bot = self._bot(request.path_params["token"])
            given = await parameters.read(request)
        except ApiError as refusal:
            record = self._world.log.begin(self._world.clock.now(), None, name, {})
            return self._refused(record, refusal)
        except ClientDisconnect:
            record = self._world.log.begin(self._world.clock.now(), None, name, {})
            return self._left(record)
        kind = self._spec.methods.get(name.lower())
        record = self._begin(bot, kind.name if kind else name, given)
        try:
            return await self._answered(request, bot, kind, given, record)
        except ApiError as refusal:
            return self._refused(record, refusal)
        except DisconnectedError:
            return self._left(record)
        finally:
            self._world.signal.changed()

    async def file(self, request: Request) -> Response:
        """Let a bot download a file."""
        stored = None
        if request.path_params["token"] in self._world.bots:
            stored = self._world.files.at(request.path_params["path"])
        if stored is None:
            return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return Response(stored.content, media_type="application/octet-stream")

    async def missing(self, request: Request) -> Response:
        """Answer any other path."""
        return _json(404, ApiError(404, "Not Found").body())

    async def obey(self, bot: Bot, answer: Json) -> None:
        """Carry out the method that a bot put into its answer to a pushed update."""
        name = str(answer["method"])
        given = Parameters({k: v for k, v in answer.items() if k != "method"})
        kind = self._spec.methods.get(name.lower())
        record = self._begin(bot, kind.name if kind else name, given)
        try:
            await self._carry_out(bot, kind, given, record, _never)
            self._world.log.end(record, 200)
        except ApiError as refusal:
            self._world.log.end(record, refusal.status, refusal.description)

    def _bot(self, token: str) -> Bot:
        bot = self._world.bots.get(token)
        if bot is not None:
            return bot
        if WELL_FORMED.fullmatch(token):
            raise ApiError(401, "Unauthorized")
        raise ApiError(404, "Not Found")

    def _begin(self, bot: Bot, name: str, given: Parameters) -> Record:
        log, now = self._world.log, self._world.clock.now()
        record = log.begin(now, bot.id, name, given.values)
        record.files = sorted(given.files)
        self._world.signal.changed()
        return record

    async def _answered(
        self,
        request: Request,
        bot: Bot,
        kind: MethodType | None,
        given: Parameters,
        record: Record,
    ) -> Response:
        async def disconnected() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        fault = self._world.faults.next_for(record.method, given.values)
        if fault is None:
            result = await self._carry_out(bot, kind, given, record, disconnected)
            self._world.log.end(record, 200)
            return _ok(result)
        record.fault = str(fault.status) if fault.answers else fault.kind
        if fault.applied:
            await self._carry_out(bot, kind, given, record, disconnected)
            record.applied = True
        return await self._failed(request, fault, record, disconnected)

    async def _failed(
        self,
        request: Request,
        fault: Fault,
        record: Record,
        disconnected: Callable[[], Awaitable[None]],
    ) -> Response:
        if fault.answers:
            raise fault.refusal()
        self._world.log.end(record, NO_ANSWER, f"fault on demand: {fault.kind}")
        self._world.signal.changed()
        if fault.kind == "drop":
            self._drop(request.scope["client"])
        else:
            await disconnected()
        return Response(status_code=500)

    async def _carry_out(
        self,
        bot: Bot,
        kind: MethodType | None,
        given: Parameters,
        record: Record,
        disconnected: Callable[[], Awaitable[None]],
    ) -> Any:
        if kind is None:
            self._world.log.violate(record.method, "unknown method", given.values)
            raise ApiError(404, "Not Found: method not found")
        try:
            checked = self._validator.call(kind, given.values, given.files)
        except InvalidCallError as invalid:
            self._world.log.violate(kind.name, invalid.problem, given.values)
            raise invalid.refusal from None
        record.parameters = checked
        handler = METHODS.get(kind.name.lower()) or generic(kind)
        call = Call(self._world, bot, checked, given.files, disconnected)
        result = handler(call)
        return await result if inspect.isawaitable(result) else result

    def _left(self, record: Record) -> Response:
        """End a request whose client went away; nobody gets to see this answer."""
        self._world.log.end(record, NO_ANSWER, "the client went away")
        self._world.signal.changed()
        return Response(status_code=400)

    def _refused(self, record: Record, refusal: ApiError) -> Response:
        self._world.log.end(record, refusal.status, refusal.description)
        self._world.signal.changed()
        response = _json(refusal.status, refusal.body())
        if "retry_after" in refusal.parameters:
            response.headers["Retry-After"] = str(refusal.parameters["retry_after"])
        return response


async def _never() -> None:
    """Stand for the disconnection of a client that is not there."""


def _ok(result: Any) -> Response:
    if isinstance(result, Encoded):
        return _raw(200, f'{{"ok":true,"result":{result.text}}}')
    if isinstance(result, Described):
        body = {"ok": True, "result": result.result, "description": result.description}
        return _json(200, body)
    return _json(200, {"ok": True, "result": result})


def _json(status: int, body: Json) -> Response:
    return _raw(status, json.dumps(body, ensure_ascii=False))


def _raw(status: int, text: str) -> Response:
    return Response(text.encode("utf-8", "surrogatepass"), status, media_type="application/json")
