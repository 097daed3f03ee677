"""A chat without Telegram: what a person does in, the replies out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.conversation import ChatState, Context, Incoming, Kind, respond
from bot.conversation.replies import Acknowledge, Button, Edit, Keyboard, Reply, Say
from bot.wording.answer import Answer
from knowledge import Snapshot
from tests.make import TODAY


@dataclass
class Talk:
    """One chat. `state` is what it remembers; `base` may be exchanged in the middle."""

    base: Snapshot
    state: ChatState = field(default_factory=ChatState)

    def gets(self, incoming: Incoming) -> tuple[Reply, ...]:
        turn = respond(self.state, incoming, Context(self.base, TODAY))
        self.state = turn.state
        return turn.replies

    def says(
        self,
        text: str,
        message: int = 42,
        *,
        command: str = "",
        edited: bool = False,
        private: bool = True,
        addressed: bool = True,
    ) -> tuple[Reply, ...]:
        incoming = Incoming(
            Kind.TEXT, chat=7, message=message, text=text, command=command, edited=edited,
            private=private, addressed=addressed,
        )  # fmt: skip
        return self.gets(incoming)

    def asks(self, text: str, message: int = 42) -> Say:
        """The one new message that this text gets."""
        return only_say(self.says(text, message))

    def presses(self, data: str) -> tuple[Reply, ...]:
        return self.gets(
            Incoming(Kind.BUTTON, chat=7, message=43, data=data, callback="q1", addressed=False)
        )

    def shown(self, data: str) -> Edit:
        """What a button shows; its waiting ends without a notice."""
        acknowledged, edit = self.presses(data)
        assert acknowledged == Acknowledge("q1")
        assert isinstance(edit, Edit)
        assert edit.message == 43
        return edit

    def notice(self, data: str) -> str:
        """Why a button is refused; nothing else happens."""
        before = self.state
        (only,) = self.presses(data)
        assert isinstance(only, Acknowledge)
        assert only.callback == "q1"
        assert only.notice
        assert self.state == before
        return only.notice

    def holding(self, answer: Answer) -> Talk:
        return replace(self, state=self.state.remembering(answer))


def only_say(replies: tuple[Reply, ...]) -> Say:
    (only,) = replies
    assert isinstance(only, Say)
    return only


def buttons(keyboard: Keyboard) -> list[Button]:
    return [button for row in keyboard for button in row]
