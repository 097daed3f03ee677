"""Checking a call's parameters against the published description of the API."""

import json
from collections.abc import Container, Sequence
from typing import Any

from .errors import Json, bad_request
from .spec import Field, MethodType, ObjectType, Spec

# What Telegram says when one of these is missing; anything else gets the general words.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "file_id": "file_id not specified",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "action": "wrong parameter action in request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
}
_MEDIA = ("animation", "audio", "document", "photo", "sticker", "video", "video_note", "voice")
_JSON_NAMES = {
    "reply_markup": "reply keyboard markup",
    "reply_parameters": "reply parameters",
    "link_preview_options": "link preview options",
    "caption_entities": "entities",
    "scope": "BotCommandScope",
}
# Objects that Telegram also accepts as a plain string.
_STRING_TOO = {"KeyboardButton", "InputPollOption", "InputFile"}
_ARRAY = "Array of "
_TRUE = {"true", "yes", "1"}
_FALSE = {"false", "no", "0"}


class InvalidCallError(Exception):
    """A call that breaks the description: what is wrong, and Telegram's words for it."""

    def __init__(self, problem: str, reason: str) -> None:
        """Keep the violation to record and the reason to answer with."""
        super().__init__(problem)
        self.problem = problem
        self.refusal = bad_request(reason)


class Validator:
    """Checks and converts parameters."""

    def __init__(self, spec: Spec) -> None:
        """Keep the description to check against."""
        self._spec = spec

    def call(self, method: MethodType, raw: Json, files: Container[str]) -> Json:
        """Return the parameters converted to their types, or raise `InvalidCallError`."""
        for name in raw:
            if name not in method.fields:
                raise InvalidCallError(
                    f"unknown parameter {name!r}", f'unexpected parameter "{name}"'
                )
        checked: Json = {}
        for field in method.fields.values():
            value = raw.get(field.name)
            if value is None or (value == "" and "String" not in field.types):
                if field.name in files and "InputFile" in field.types:
                    checked[field.name] = f"attach://{field.name}"
                elif field.required:
                    raise InvalidCallError(
                        f"missing parameter {field.name!r}", _missing(field.name)
                    )
                continue
            checked[field.name] = self._parameter(field, value)
        return checked

    def object(self, name: str, value: Any) -> Any:
        """Check any object of the API, such as an update that this server has made."""
        return self._typed(name, name, value)

    def _parameter(self, field: Field, value: Any) -> Any:
        plain = [t for t in field.types if t in _SCALARS]
        for name in plain:
            converted = _scalar(name, value, loose=True)
            if converted is not None:
                return converted
        others = [t for t in field.types if t not in _SCALARS and t != "InputFile"]
        if isinstance(value, str) and others:
            value = _parsed(field.name, value)
        if others:
            return self._one_of(field.name, others, value)
        raise _wrong_type(field.name, field.types, value)

    def _one_of(self, where: str, names: Sequence[str], value: Any) -> Any:
        """Read a value as the first type that fits; the likeliest one words the refusal."""
        if len(names) > 1 and isinstance(value, list):
            items = [name[len(_ARRAY) :] for name in names if name.startswith(_ARRAY)]
            if len(items) == len(names):
                # An album may mix kinds that the description lists as separate arrays.
                return [self._one_of(f"{where}[{n}]", items, v) for n, v in enumerate(value)]
        failure: InvalidCallError | None = None
        for name in sorted(names, key=lambda name: self._misfit(name, value)):
            try:
                return self._typed(where, name, value)
            except InvalidCallError as invalid:
                failure = failure or invalid
        assert failure is not None
        raise failure

    def _misfit(self, name: str, value: Any) -> int:
        """Count how much of an object contradicts a type: unknown fields and other constants."""
        kind = self._spec.types.get(name)
        if kind is None or not isinstance(value, dict):
            return 0
        if kind.subtypes:
            return min(self._misfit(subtype, value) for subtype in kind.subtypes)
        others = sum(
            100
            for field in kind.fields.values()
            if field.const is not None and value.get(field.name) != field.const
        )
        return others + sum(1 for given in value if given not in kind.fields)

    def _typed(self, where: str, name: str, value: Any) -> Any:
        if name.startswith(_ARRAY):
            if not isinstance(value, list):
                raise InvalidCallError(
                    f"{where}: expected an array", f"Expected an Array of {name[len(_ARRAY) :]}"
                )
            return [
                self._typed(f"{where}[{n}]", name[len(_ARRAY) :], v) for n, v in enumerate(value)
            ]
        if name in _SCALARS:
            converted = _scalar(name, value, loose=False)
            if converted is None:
                raise _wrong_type(where, (name,), value)
            return converted
        if isinstance(value, str) and name in _STRING_TOO:
            return value
        return self._object(where, self._spec.types[name], value)

    def _object(self, where: str, kind: ObjectType, value: Any) -> Any:
        if kind.subtypes:
            return self._one_of(where, kind.subtypes, value)
        if not isinstance(value, dict):
            raise InvalidCallError(
                f"{where}: expected an object", f"Object expected as {_noun(where)}"
            )
        for name in value:
            if name not in kind.fields:
                raise InvalidCallError(
                    f"{where}: unknown field {name!r} of {kind.name}",
                    f'can\'t parse {_noun(where)}: unexpected field "{name}"',
                )
        checked: Json = {}
        for field in kind.fields.values():
            if field.name not in value or value[field.name] is None:
                if field.required:
                    raise InvalidCallError(
                        f"{where}: missing field {field.name!r} of {kind.name}",
                        f"can't parse {_noun(where)}: Can't find field \"{field.name}\"",
                    )
                continue
            given = value[field.name]
            if field.const is not None and given != field.const:
                raise _wrong_type(f"{where}.{field.name}", (repr(field.const),), given)
            checked[field.name] = self._one_of(f"{where}.{field.name}", field.types, given)
        return checked


_SCALARS = {"Integer", "Float", "Boolean", "String"}


def _scalar(name: str, value: Any, *, loose: bool) -> Any:
    """Convert a scalar, or return None; form fields (`loose`) are all strings."""
    if name == "Boolean":
        if isinstance(value, bool):
            return value
        text = value.lower() if loose and isinstance(value, str) else None
        return True if text in _TRUE else False if text in _FALSE else None
    if isinstance(value, bool):
        return None
    if name == "String":
        return value if isinstance(value, str) else None
    if name == "Integer" and isinstance(value, float) and not value.is_integer():
        return None
    if isinstance(value, int | float):
        return int(value) if name == "Integer" else float(value)
    if isinstance(value, str):
        try:
            return int(value) if name == "Integer" else float(value)
        except ValueError:
            return None
    return None


def _parsed(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        noun = _JSON_NAMES.get(name, name)
        raise InvalidCallError(f"{name}: not JSON", f"can't parse {noun} JSON object") from None


def _missing(name: str) -> str:
    if name in _MEDIA:
        return f"there is no {name.replace('_', ' ')} in the request"
    return _MISSING.get(name, f'parameter "{name}" is required')


def _wrong_type(where: str, types: tuple[str, ...], value: Any) -> InvalidCallError:
    expected = " or ".join(types)
    name = where.rsplit(".", 1)[-1]
    wanted = "Number" if types[0] in ("Integer", "Float") else types[0]
    return InvalidCallError(
        f"{where}: expected {expected}, got {type(value).__name__} {value!r:.80}",
        f'field "{name}" must be of type {wanted}',
    )


def _noun(where: str) -> str:
    head = where.split(".", 1)[0].split("[", 1)[0]
    if "inline_keyboard" in where:
        return "inline keyboard button"
    return _JSON_NAMES.get(head, head)
