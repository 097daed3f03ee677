"""Publishing by two people: what a draft changes is shown to a second one, who approves it or sends
it back; both can undo it for ten minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.conversation.acts import Act, KeepDraft, Publish, PutBack, Tell
from bot.conversation.context import Turn
from bot.conversation.moderation.draft import named, overview, previews
from bot.conversation.moderation.editor import beside, refused, shown
from bot.conversation.moderation.new_words import continued, way_on
from bot.conversation.moderation.view import Step, View
from bot.conversation.replies import Button, Edit, Keyboard, Reply, Say
from bot.conversation.state import Pending
from bot.wording import drafts as worded
from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer, joined
from knowledge import Bar, Draft, DraftState, Member, checks, drafts
from knowledge import Edit as Change

REFUSING = "d-refuse"
"""The step in which is typed why a draft is sent back."""
GONE = "is no longer in the base"
"""What is wrong with words for something that was there when they were written."""
_LONGEST_WHY = 1_000


def go_on(step: Step) -> Turn:
    """A draft of one's own, from the list: where it is written, it goes on; else how it stands."""
    draft = step.view.papers.draft
    if draft is None or draft.author != step.me.person or not draft.open:
        return refused(step)
    if draft.editable:
        return overview(step, draft)
    parts = [_head(step, draft), Text(worded.tried(draft.trial))]
    mend = (Button(say("draft", "mend"), f"m:d-mend:{draft.id}"),)
    return Turn(step.state, (shown(step, joined(parts), (mend,)),))


def mend(step: Step) -> Turn:
    """The author takes back what was handed in, to change it."""
    draft = step.view.papers.draft
    if draft is None or draft.author != step.me.person or not draft.open:
        return refused(step)
    own = drafts.mended(draft, step.view.now_ms)
    return replace(overview(step, own), acts=(KeepDraft(own),))


def look(step: Step) -> Turn:
    """All that a second person has to know: what people will read, what changes, what a trial
    found."""
    draft = step.view.papers.draft
    if draft is None or draft.state is not DraftState.WAITING:
        return refused(step, say("publish", "stale"))
    if not step.view.called(draft.author):
        button = Button(say("draft", "take_over"), f"m:d-over:{draft.id}")
        return Turn(step.state, (Say(Text(say("bar", "gone")), buttons=((button,),)),))
    replies: list[Reply] = []
    if draft.of_claim:
        replies += previews(step, draft)
    parts = [_head(step, draft), Writer().bold(say("publish", "changes")).text()]
    parts += worded.changes(draft, step.view.base, step.view.papers.body)
    parts.append(Text(worded.tried(draft.trial)))
    bar = _bar(step, draft)
    if bar:
        parts.append(Writer().bold(bar).text())
    *before, last = worded.pages(parts)
    replies += [Say(page) for page in before]
    replies.append(Say(last, buttons=_deeds(step, draft, allowed=not bar)))
    return Turn(step.state, tuple(replies))


def look_breaks(step: Step) -> Turn:
    """Each message that would be answered otherwise."""
    draft = _meant(step)
    if draft is None or draft.trial is None:
        return refused(step, say("publish", "stale"))
    *before, last = worded.pages(worded.moved(draft.trial))
    looked = Button(say("publish", "looked"), f"m:d-looked:{draft.id}:{draft.edition}")
    pages = (*(Say(page) for page in before), Say(last, buttons=((looked,),)))
    return Turn(step.state, pages)


def have_looked(step: Step) -> Turn:
    """They have looked at all that breaks, and may approve it now."""
    draft = _meant(step)
    if draft is None or draft.trial is None:
        return refused(step, say("publish", "stale"))
    if step.me.person not in draft.looked:
        draft = replace(draft, looked=(*draft.looked, step.me.person))
    bar = _bar(step, draft)
    buttons = _deeds(step, draft, allowed=not bar)
    text = Text(bar or say("publish", "have_looked"))
    return Turn(step.state, (Edit(step.incoming.message, text, buttons),), (KeepDraft(draft),))


def approve(step: Step) -> Turn:
    """A second person says yes: it is published."""
    draft, papers = _meant(step), step.view.papers
    if draft is None:
        return refused(step, say("publish", "stale"))
    if not_yet := _bar(step, draft) or _not_looked(step, draft):
        return refused(step, not_yet)
    if drafts.stale(draft, papers.digest):
        return _changed_meanwhile(step, draft)
    if found := _faults(step, draft):
        return _to_be_mended(step, draft, found)
    return _published(step, draft)


def refuse(step: Step) -> Turn:
    """Why it is sent back."""
    draft = _meant(step)
    if draft is None or draft.author == step.me.person:
        return refused(step, say("publish", "stale"))
    pending = Pending(REFUSING, str(draft.id), {"edition": str(draft.edition)})
    text = Text(say("publish", "why_refuse"))
    return Turn(replace(step.state, pending=pending), (Say(text),))


def refused_because(step: Step) -> Turn:
    """It goes back to its author, who reads why and can mend it."""
    draft, pending = step.view.papers.draft, step.state.pending
    state = replace(step.state, pending=None)
    why = " ".join(step.incoming.text.split())[:_LONGEST_WHY]
    edition = pending.said.get("edition") if pending else ""
    waits = draft is not None and draft.state is DraftState.WAITING
    if draft is None or not waits or str(draft.edition) != edition:
        return Turn(state, (Say(Text(say("publish", "stale")), step.incoming.message),))
    back = replace(
        drafts.mended(draft, step.view.now_ms),
        state=DraftState.REFUSED,
        refused_why=why,
        refused_by=step.me.person,
    )
    told = Writer().bold(worded.title(draft, step.view.base)).line()
    told.add(say("publish", "refused", name=step.me.name, why=why))
    button = Button(say("draft", "mend"), f"m:d-open:{draft.id}")
    tell = Tell(draft.author, Say(told.text(), buttons=((button,),)))
    said = Say(Text(say("publish", "was_refused")), step.incoming.message)
    return Turn(state, (said,), (KeepDraft(back), tell))


def undo(step: Step) -> Turn:
    """Author or approver takes the publication back, within ten minutes."""
    draft, view = step.view.papers.draft, step.view
    if draft is None or step.me.person not in (draft.author, *draft.approvals):
        return refused(step)
    if not draft.undoable(view.now_ms):
        return refused(step, say("publish", "too_late"))
    if not view.papers.trail or view.papers.trail[0].id != draft.change:
        return refused(step, say("publish", "changed_since"))
    if draft.of_word and view.papers.used_by:
        return refused(step, say("new_word", "used", claim=view.papers.used_by))
    undone = replace(draft, state=DraftState.UNDONE, changed_ms=view.now_ms)
    why = say("publish", "undo_why", number=draft.id)
    text = Text(say("publish", "undone", name=step.me.name))
    acts: list[Act] = [PutBack(draft.change, why, undone)]
    acts += [
        Tell(person, Say(text))
        for person in (draft.author, *draft.approvals)
        if person != step.me.person
    ]
    return Turn(step.state, (Edit(step.incoming.message, text),), tuple(acts))


def announcements(draft: Draft, view: View) -> list[Tell]:
    """Who is told that a tried draft waits: its author, and all who may approve it."""
    may = [member for member in view.team if _barred(member, draft, view) is None]
    name = worded.title(draft, view.base)
    author = Writer().bold(name).line().line(say("publish", "waits" if may else "nobody"))
    author.add(worded.tried(draft.trial))
    ask = Writer().bold(name).line()
    ask.line(say("publish", "wants_you", name=view.called(draft.author)))
    ask.add(worded.tried(draft.trial))
    button = Button(say("publish", "look"), f"m:d-view:{draft.id}")
    told = [Tell(draft.author, Say(author.text()))]
    return told + [Tell(member.person, Say(ask.text(), buttons=((button,),))) for member in may]


def must_be_mended(draft: Draft, view: View, found: list[tuple[str, str]]) -> Tell:
    """The author is told what keeps a draft from being tried."""
    return _mend(draft, view, say("draft_trial", "rules"), found)


def _published(step: Step, draft: Draft) -> Turn:
    view, papers = step.view, step.view.papers
    author = named(step, draft.author)
    body = drafts.body_of(draft, papers.body, author, step.me, view.today)
    done = replace(
        draft,
        state=DraftState.PUBLISHED,
        approvals=(*draft.approvals, step.me.person),
        changed_ms=view.now_ms,
        published_ms=view.now_ms,
    )
    why = say("publish", "why", number=draft.id, author=author, approver=step.me.name)
    until = datetime.fromtimestamp((view.now_ms + drafts.UNDO_MS) / 1000, UTC)
    text = Writer().bold(worded.title(draft, view.base)).line()
    text.add(say("publish", "done", author=author, approver=step.me.name, until=f"{until:%H:%M}"))
    buttons = ((Button(say("publish", "undo"), f"m:d-undo:{draft.id}"),),)
    acts: list[Act] = [
        Publish(done, Change(draft.record, draft.subject, body, papers.digest), why),
        Tell(draft.author, Say(text.text(), buttons=buttons)),
    ]
    if claim := continued(step, draft):
        # Apart from the other, so that its button to undo stays there.
        there = Say(Text(say("new_word", "is_there")), buttons=((way_on(claim),),))
        acts += [KeepDraft(claim), Tell(draft.author, there)]
    reply = Edit(step.incoming.message, text.text(), buttons)
    return Turn(step.state, (reply,), tuple(acts))


def _changed_meanwhile(step: Step, draft: Draft) -> Turn:
    """Its author has to look at both versions first, or choose another name for what is new."""
    if draft.of_word:
        why = say("new_word", "overtaken")
        button = Button(say("draft", "mend"), f"m:d-open:{draft.id}")
        return _returned(step, draft, why, why, button)
    verb = "d-both" if draft.of_claim else "d-open"
    button = Button(say("draft", "to_merge"), f"m:{verb}:{draft.id}:0")
    return _returned(
        step, draft, say("publish", "changed"), say("publish", "author_changed"), button
    )


def _returned(step: Step, draft: Draft, why: str, to_author: str, button: Button) -> Turn:
    back = drafts.mended(draft, step.view.now_ms)
    told = Writer().bold(worded.title(draft, step.view.base)).line().add(to_author)
    tell = Tell(draft.author, Say(told.text(), buttons=((button,),)))
    return Turn(step.state, (Edit(step.incoming.message, Text(why)),), (KeepDraft(back), tell))


def _faults(step: Step, draft: Draft) -> list[tuple[str, str]]:
    """What keeps a draft from being published that was in order when it was tried: the base may be
    another one by now."""
    found = checks.problems(draft, beside(step, draft), step.view.today)
    if not draft.guided and step.view.papers.present is None:
        found.append((draft.subject, GONE))
    return found


def _to_be_mended(step: Step, draft: Draft, found: list[tuple[str, str]]) -> Turn:
    """It goes back to its author, who is told what is wrong with it by now."""
    back = drafts.mended(draft, step.view.now_ms)
    tell = _mend(draft, step.view, say("upgraded", "author"), found)
    text = Text(say("upgraded", "approver"))
    return Turn(step.state, (Edit(step.incoming.message, text),), (KeepDraft(back), tell))


def _mend(draft: Draft, view: View, why: str, found: list[tuple[str, str]]) -> Tell:
    title = Writer().bold(worded.title(draft, view.base)).line()
    faults = worded.mend(found)
    parts = [title.add(why).text(), *([faults] if faults else [])]
    button = Button(say("draft", "mend"), f"m:d-open:{draft.id}")
    return Tell(draft.author, Say(joined(parts), buttons=((button,),)))


def _head(step: Step, draft: Draft) -> Text:
    writer = Writer().bold(worded.title(draft, step.view.base)).line()
    writer.line(say("draft", "by", name=named(step, draft.author)))
    if draft.case:
        writer.line(say("draft", "from_case", number=draft.case))
    return writer.text()


def _not_looked(step: Step, draft: Draft) -> str:
    """That they have to look first at what a draft breaks; empty where they have, or it breaks
    nothing."""
    breaks = draft.trial is not None and draft.trial.breaks
    return say("publish", "not_looked") if breaks and step.me.person not in draft.looked else ""


def _bar(step: Step, draft: Draft) -> str:
    """Why they may not approve it, in words; empty when they may."""
    bar = _barred(step.me, draft, step.view)
    return "" if bar is None else say("bar", bar)


def _barred(member: Member, draft: Draft, view: View) -> Bar | None:
    known = view.base.vocabulary.substances
    return drafts.bar(member, draft, view.papers.body, view.team, known)


def _deeds(step: Step, draft: Draft, *, allowed: bool) -> Keyboard:
    """What a second person can do. The edition travels along: a button is about what was seen."""
    named_ = f"{draft.id}:{draft.edition}"
    rows: list[tuple[Button, ...]] = []
    trial = draft.trial
    seen = step.me.person in draft.looked
    if trial and (trial.breaks or trial.also):
        label = say("publish", "look_breaks", count=len(trial.breaks) + trial.more_breaks)
        rows.append((Button(label, f"m:d-moves:{named_}"),))
    if allowed and (seen or not (trial and trial.breaks)):
        rows.append((Button(say("publish", "approve"), f"m:d-yes:{named_}"),))
    if draft.author != step.me.person:
        rows.append((Button(say("publish", "refuse"), f"m:d-no:{named_}"),))
    return tuple(rows)


def _meant(step: Step) -> Draft | None:
    """The draft of a button, if it waits and is still what was seen."""
    draft = step.view.papers.draft
    edition = step.about[1] if len(step.about) == 2 else ""
    waits = draft is not None and draft.state is DraftState.WAITING
    return draft if draft and waits and str(draft.edition) == edition else None


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {}
COMMANDS: Handlers = {}
BUTTONS: Handlers = {
    "d-go": go_on,
    "d-mend": mend,
    "d-view": look,
    "d-moves": look_breaks,
    "d-looked": have_looked,
    "d-yes": approve,
    "d-no": refuse,
    "d-undo": undo,
}
STEPS: Handlers = {REFUSING: refused_because}
