"""Messages as the Bot API shows them, with a few conveniences for tests."""

import copy
from typing import Any

from .errors import Json


class Message(dict[str, Any]):
    """The JSON of one message; it stays up to date when the message is edited."""

    def __init__(self, body: Json, markup: Json | None = None) -> None:
        """Keep the body, and any keyboard sent with it (also one that the JSON leaves out)."""
        super().__init__(body)
        self.versions: list[Json] = []
        self.markup = markup
        self.deleted = False

    @property
    def id(self) -> int:
        """The message's number in its chat."""
        return int(self["message_id"])

    @property
    def chat_id(self) -> int:
        """The chat it stands in."""
        return int(self["chat"]["id"])

    @property
    def text(self) -> str:
        """Its text or caption, or an empty string."""
        return str(self.get("text", self.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """The entities of its text or caption."""
        found: list[Json] = self.get("entities", self.get("caption_entities", []))
        return found

    @property
    def from_bot(self) -> bool:
        """Whether a bot wrote it."""
        return bool(self.get("from", {}).get("is_bot", False))

    @property
    def edited(self) -> bool:
        """Whether it was ever edited."""
        return bool(self.versions)

    @property
    def buttons(self) -> list[Json]:
        """Its inline buttons, row after row."""
        rows = self.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        """The labels of its inline buttons, or of the reply keyboard it brought."""
        rows = (self.markup or {}).get("keyboard", [])
        shown = self.buttons or [button for row in rows for button in row]
        return [b if isinstance(b, str) else str(b["text"]) for b in shown]

    def button(self, label: str) -> Json:
        """Return the inline button with this label or callback data."""
        for button in self.buttons:
            if label in (button.get("text"), button.get("callback_data")):
                return button
        raise LookupError(f"no button {label!r}; there are {self.labels} on {self.text!r}")

    def snapshot(self) -> Json:
        """Return a copy of the JSON as it is now."""
        return copy.deepcopy(dict(self))

    def replace(self, changes: Json, removed: tuple[str, ...] = ()) -> None:
        """Edit the message, keeping its former version."""
        self.versions.append(self.snapshot())
        for name in removed:
            self.pop(name, None)
        self.update(changes)


def with_text(name: str, text: str, entities: list[Json]) -> Json:
    """Return the fields for a text (`text` or `caption`); Telegram omits empty ones."""
    fields: Json = {name: text} if text else {}
    if entities:
        fields["entities" if name == "text" else "caption_entities"] = entities
    return fields
