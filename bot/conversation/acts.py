"""What a conversation wants done besides saying something. Nothing here acts: who commits a turn
carries its acts out in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.replies import Reply
from knowledge import Assessment, Draft, Edit, Ending, Invite, Member, Objection


@dataclass(frozen=True, slots=True)
class LetIn:
    """Somebody joins the team; the invitation of this digest is used up ("" for none)."""

    member: Member
    invitation: str


@dataclass(frozen=True, slots=True)
class Ask:
    """An invitation is made."""

    invitation: Invite


@dataclass(frozen=True, slots=True)
class PutOut:
    """Somebody leaves the team at once."""

    person: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Something is said to another member of the team, in their own chat."""

    person: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Told:
    """This chat is told of these claims; a correction of them is to reach it."""

    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForgetTold:
    """No correction is to reach this chat any more."""


@dataclass(frozen=True, slots=True)
class AskReviewers:
    """Somebody sends a text to the reviewers: exactly what they saw in the preview."""

    text: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Somebody takes back what they sent to the reviewers, in the case of this number."""

    case: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Somebody says what they think of a claim in an answer."""

    answer: str
    said: Objection


@dataclass(frozen=True, slots=True)
class WantDigest:
    """A member wants a digest every day, the first one then; None: no digest any more."""

    first_ms: int | None


@dataclass(frozen=True, slots=True)
class TakeCase:
    """A member works on a case from now on; also when they need more time."""

    case: int
    person: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """A colleague works on a case from now on."""

    case: int
    by: str
    to: str


@dataclass(frozen=True, slots=True)
class HandBack:
    """A case is free again."""

    case: int
    by: str


@dataclass(frozen=True, slots=True)
class CloseCase:
    """A case ends; who waits for it is told by the rounds."""

    case: int
    ending: Ending


@dataclass(frozen=True, slots=True)
class MergeCases:
    """All of one case goes into another."""

    case: int
    into: int
    by: str


@dataclass(frozen=True, slots=True)
class SplitCase:
    """Some requests of a case become one of their own."""

    case: int
    requests: tuple[int, ...]
    by: str


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """A draft is stored as it is now."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Publish:
    """An approved draft is written into the base; those who wait hear of it once it cannot be
    undone any more."""

    draft: Draft
    edit: Edit
    why: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was before a change is put back; `draft` is the publication that is undone."""

    change: int
    why: str
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A claim is a draft again, at once."""

    claim: str
    why: str


@dataclass(frozen=True, slots=True)
class TellData:
    """Send everything that is kept of this chat as a file, as an answer to the message `to`."""

    to: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything that is kept of this chat, and say so in place of the message."""

    message: int


OwnAct = TellData | Forget
TeamAct = LetIn | Ask | PutOut | WantDigest
CaseAct = TakeCase | PassOn | HandBack | CloseCase | MergeCases | SplitCase
DraftAct = KeepDraft | Publish | PutBack | Withdraw
OfPublic = Told | ForgetTold | AskReviewers | TakeBack | Rate
Act = OwnAct | Tell | TeamAct | CaseAct | DraftAct | OfPublic
