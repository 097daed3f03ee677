"""Reading a call's parameters, whichever way the client sent them."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from .errors import Json, bad_request


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime_type: str


@dataclass
class Parameters:
    """The values and files of one call, not yet checked."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


async def read(request: Request) -> Parameters:
    """Read query string, JSON, urlencoded form or multipart form."""
    found = Parameters(values=dict(request.query_params))
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if kind == "application/json":
        _read_json(await request.body(), found)
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        try:
            await _read_form(request, found)
        except HTTPException:
            raise bad_request("can't parse request body as form") from None
    else:
        await request.body()
    return found


def _read_json(body: bytes, found: Parameters) -> None:
    if not body.strip():
        return
    try:
        given: Any = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request body as JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("can't parse request body as JSON object")
    found.values.update(given)


async def _read_form(request: Request, found: Parameters) -> None:
    async with request.form(max_fields=10_000, max_part_size=64 * 1024 * 1024) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                found.files[name] = Upload(
                    value.filename or name,
                    await value.read(),
                    value.content_type or "application/octet-stream",
                )
            else:
                found.values[name] = value
