"""/team and /invite: who keeps the base, how somebody joins, how a membership ends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.conversation.acts import Act, Ask, LetIn, PutOut, Tell
from bot.conversation.context import Turn
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Acknowledge, Button, Edit, Keyboard, Menu, Say
from bot.conversation.state import ChatState, Pending
from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer
from knowledge import INVITE_LASTS_MS, ClinicianRole, Invite, Member, Right, Role, assess

JOIN = "join_"
ENTRANCE = "team"
"""The command with which an owner by the settings comes in."""
JOINING = frozenset({"join-name", "join-interests", "job"})
"""The steps of somebody who does not belong to the team yet."""
_SHORTEST, _LONGEST = 2, 40


def team(step: Step) -> Turn:
    """Who belongs to the team. An owner by the settings who is not in it yet joins now."""
    if step.view.me is None:
        return _asked_for_name(step, "")
    writer = Writer().bold(say("team", "title")).line()
    for member in step.view.team:
        writer.line(f"• {_described(member)}")
    rows: list[tuple[Button, ...]] = []
    if step.view.may(Right.LEAD):
        rows = [
            (Button(say("team", "remove", name=member.name), f"m:out:{member.short}"),)
            for member in step.view.team
            if member.person != step.me.person
        ]
    return Turn(step.state, (Say(writer.text(), step.incoming.message, tuple(rows)),))


def invite(step: Step) -> Turn:
    """Which role the next one shall have."""
    if not step.view.may(Right.LEAD):
        return _said(step, say("team", "owners_only"))
    row = tuple(Button(say("role", role), f"m:invite:{role}") for role in Role)
    return _said(step, say("team", "which_role"), (row,))


def link(step: Step) -> Turn:
    """A link that lets one person in."""
    view = step.view
    if not view.may(Right.LEAD) or len(step.about) != 1 or step.about[0] not in set(Role):
        return _refused(step)
    role = Role(step.about[0])
    made = Invite(digest(view.token), role, step.me.person, view.now_ms + INVITE_LASTS_MS)
    address = f"https://t.me/{view.username}?start={JOIN}{view.token}"
    days = INVITE_LASTS_MS // (24 * 3600 * 1000)
    text = say("team", "link", role=say("role", role), days=days)
    shown = Writer().line(text).link(address, address).text()
    return Turn(step.state, (Edit(step.incoming.message, shown),), (Ask(made),))


def come_in(step: Step) -> Turn:
    """Somebody follows a link: the invitation must hold, then they say who they are."""
    if step.view.me is not None:
        return _said(step, say("team", "already"))
    if step.view.invitation is None:
        return _said(step, say("team", "link_ended"))
    return _asked_for_name(step, step.about[0].removeprefix(JOIN))


def named(step: Step) -> Turn:
    """Their name, then their interests."""
    name = " ".join(step.incoming.text.split())
    taken = {member.name.casefold() for member in step.view.team}
    if not _SHORTEST <= len(name) <= _LONGEST or not any(c.isalpha() for c in name):
        return _said(step, say("team", "name_rule"))
    if name.casefold() in taken:
        return _said(step, say("team", "name_taken"))
    return _next(step, "join-interests", {"name": name}, say("team", "interests"))


def interested(step: Step) -> Turn:
    """What they sell or are paid for. A clinician says which one; everybody else belongs to the
    team now."""
    declared = " ".join(step.incoming.text.split())[:300]
    none = declared.casefold().strip(".!") in ("none", "no", "nothing")
    barred = () if none else assess(declared, step.view.base).substances
    said = {"declared": "" if none else declared, "interests": ",".join(barred)}
    known = ", ".join(step.view.base.substance(id_).name for id_ in barred)
    heard = say("team", "barred", substances=known) if barred else say("team", "not_barred")
    text = f"{heard}\n\n{say('team', 'profession')}"
    asked = _next(step, "job", said, text)
    if _role(step) is not Role.CLINICIAN:
        return _belongs(replace(step, state=asked.state), None, heard)
    buttons: Keyboard = tuple(
        (Button(say("profession", job), f"m:job:{job}"),) for job in ClinicianRole
    )
    return replace(asked, replies=(Say(Text(text), step.incoming.message, buttons),))


def which_clinician(step: Step) -> Turn:
    """A clinician's profession: the last thing that is asked."""
    pending = step.state.pending
    job = next((job for job in ClinicianRole if step.about == (str(job),)), None)
    if pending is None or pending.step != "job" or job is None:
        return _refused(step)
    return _belongs(step, job)


def _belongs(step: Step, profession: ClinicianRole | None, heard: str = "") -> Turn:
    """They belong to the team now, if the invitation still holds."""
    pending, role = step.state.pending, _role(step)
    state = replace(step.state, pending=None)
    if role is None or pending is None:
        return Turn(state, (_shown(step, say("team", "link_ended")),))
    member = Member(
        person=step.view.person,
        name=pending.said["name"],
        role=role,
        profession=profession,
        interests=tuple(filter(None, pending.said["interests"].split(","))),
        declared=pending.said["declared"],
        joined_ms=step.view.now_ms,
    )
    welcome = say("team", "welcome", name=member.name)
    used = digest(pending.about) if pending.about else ""
    acts: list[Act] = [LetIn(member, used)]
    acts += _to_owners(step, say("team", "joined", name=member.name, role=say("role", role)))
    said = _shown(step, f"{heard}\n\n{welcome}".strip())
    return Turn(state, (said, Menu(member=True)), tuple(acts))


def _shown(step: Step, text: str) -> Say | Edit:
    """A new message after something typed; else the message whose button was pressed, anew."""
    if step.incoming.callback:
        return Edit(step.incoming.message, Text(text))
    return Say(Text(text), step.incoming.message)


def out(step: Step) -> Turn:
    """Whether they are sure to remove somebody."""
    member = _meant(step)
    if member is None:
        return _refused(step)
    buttons = (
        (Button(say("team", "remove_yes", name=member.name), f"m:outyes:{member.short}"),),
        (Button(say("team", "keep"), "m:outno"),),
    )
    text = Text(say("team", "remove_sure", name=member.name))
    return Turn(step.state, (Edit(step.incoming.message, text, buttons),))


def put_out(step: Step) -> Turn:
    """Somebody is removed, at once and everywhere."""
    member = _meant(step)
    if member is None:
        return _refused(step)
    text = say("team", "removed", name=member.name)
    acts: list[Act] = [Tell(member.person, Say(Text(say("team", "you_are_out"))))]
    acts += [Tell(member.person, Menu(member=False)), PutOut(member.person)]
    told = say("team", "removed_by", name=member.name, by=step.me.name)
    acts += _to_owners(step, told, besides=member.person)
    return Turn(step.state, (Edit(step.incoming.message, Text(text)),), tuple(acts))


def kept(step: Step) -> Turn:
    """Nobody is removed."""
    return Turn(step.state, (Edit(step.incoming.message, Text(say("team", "kept"))),))


def leave_off(step: Step) -> Turn:
    """Whatever they were in the middle of is left off."""
    turn = _said(step, say("desk", "left_off"))
    return replace(turn, state=replace(step.state, pending=None))


def digest(token: str) -> str:
    """What is kept of the token of an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


def _role(step: Step) -> Role | None:
    """As what they come in; None when the invitation holds no longer."""
    pending = step.state.pending
    if pending and pending.about:
        return step.view.invitation.role if step.view.invitation else None
    return Role.OWNER if step.view.owner else None


def _meant(step: Step) -> Member | None:
    """The member whom a button of an owner names."""
    if not step.view.may(Right.LEAD) or len(step.about) != 1:
        return None
    others = (member for member in step.view.team if member.person != step.me.person)
    return next((member for member in others if member.short == step.about[0]), None)


def _described(member: Member) -> str:
    day = datetime.fromtimestamp(member.joined_ms / 1000, UTC).date().isoformat()
    work = f", {say('profession', member.profession)}" if member.profession else ""
    line = say(
        "team", "member", name=member.name, role=say("role", member.role), work=work, day=day
    )
    if not member.declared:
        return line
    return f"{line} {say('team', 'declared', declared=member.declared)}"


def _asked_for_name(step: Step, token: str) -> Turn:
    return _next(step, "join-name", {}, say("team", "name"), about=token)


def _next(
    step: Step, name: str, said: Mapping[str, str], text: str, *, about: str | None = None
) -> Turn:
    """Ask for the next thing, and remember what was said."""
    before = step.state.pending
    token = about if about is not None else before.about if before else ""
    pending = Pending(name, token, {**(before.said if before else {}), **said})
    state: ChatState = replace(step.state, pending=pending)
    return Turn(state, (Say(Text(text), step.incoming.message),))


def _to_owners(step: Step, text: str, besides: str = "") -> list[Act]:
    """Owners hear of every change in the team: a stolen account must not work in silence."""
    return [
        Tell(owner.person, Say(Text(text)))
        for owner in step.view.owners
        if owner.person not in (step.view.person, besides)
    ]


def _said(step: Step, text: str, buttons: Keyboard = ()) -> Turn:
    return Turn(step.state, (Say(Text(text), step.incoming.message, buttons),))


def _refused(step: Step, key: str = "old") -> Turn:
    return Turn(step.state, (Acknowledge(step.incoming.callback, say("desk", key)),))


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {"team": "Who keeps the base", "invite": "Let somebody in (owners)"}
COMMANDS: Handlers = {ENTRANCE: team, "invite": invite}
BUTTONS: Handlers = {
    "invite": link,
    "job": which_clinician,
    "out": out,
    "outyes": put_out,
    "outno": kept,
}
STEPS: Handlers = {"join-name": named, "join-interests": interested}
