"""The published description of the Bot API's methods and types."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .errors import Json

SPEC_PATH = Path(__file__).with_name("bot-api-spec.slim.json")


@dataclass(frozen=True)
class Field:
    """One parameter of a method, or one field of an object."""

    name: str
    types: tuple[str, ...]
    required: bool = False
    const: str | None = None


@dataclass(frozen=True)
class ObjectType:
    """An object of the API; a union lists its `subtypes` instead of fields."""

    name: str
    fields: dict[str, Field] = field(default_factory=dict)
    subtypes: tuple[str, ...] = ()


@dataclass(frozen=True)
class MethodType:
    """A method of the API."""

    name: str
    fields: dict[str, Field]
    returns: tuple[str, ...]


@dataclass(frozen=True)
class Spec:
    """All methods (by lower-case name, as Telegram ignores case) and all object types."""

    version: str
    methods: dict[str, MethodType]
    types: dict[str, ObjectType]


@cache
def load() -> Spec:
    """Read the description once a process."""
    raw: Json = json.loads(SPEC_PATH.read_text(encoding="utf-8"))
    methods = {
        name.lower(): MethodType(name, _fields(body), tuple(body.get("returns", ())))
        for name, body in raw["methods"].items()
    }
    types = {
        name: ObjectType(name, _fields(body), tuple(body.get("subtypes", ())))
        for name, body in raw["types"].items()
    }
    return Spec(str(raw["version"]), methods, types)


def _fields(body: Json) -> dict[str, Field]:
    return {
        name: Field(name, tuple(f["types"]), bool(f.get("required")), f.get("const"))
        for name, f in body.get("fields", {}).items()
    }
