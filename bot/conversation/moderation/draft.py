"""One draft of one's own: all its steps, the preview, handed in, thrown away, put together with
what a colleague has made of the same claim."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.conversation.acts import KeepDraft
from bot.conversation.context import Turn
from bot.conversation.moderation import editor
from bot.conversation.moderation.editor import mine, refused, shown
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Button, Edit, Keyboard, Reply, Say
from bot.wording import drafts as worded
from bot.wording.catalogue import say
from bot.wording.compose import Held, detail
from bot.wording.rich import Text, Writer, joined
from knowledge import Draft, DraftKind, Stance, checks, conflicts, drafts

_ALL = "all"


def whole(step: Step) -> Turn:
    """All steps of a draft: what is done, what is missing."""
    draft = mine(step)
    return refused(step) if draft is None else overview(step, draft)


def overview(step: Step, draft: Draft, note: str = "", faults: Text | None = None) -> Turn:
    """The same, of this draft. What is typed next is a message like anybody's again."""
    base = step.view.base
    head = Writer().bold(worded.title(draft, base)).line()
    if draft.case:
        head.line(say("draft", "from_case", number=draft.case))
    if draft.refused_why:
        name = named(step, draft.refused_by)
        head.line(say("draft", "refused", name=name, why=draft.refused_why))
    parts = [head.text()]
    if note:
        parts.append(Writer().bold(note).text())
    if faults:
        parts.append(faults)
    if draft.guided:
        parts.append(Text(say("draft", "whole")))
    else:
        parts += worded.changes(draft, base)
    state = replace(step.state, pending=None)
    return Turn(state, (shown(step, joined(parts), _ways(draft)),))


def see(step: Step) -> Turn:
    """The claim exactly as people will read it; a new substance or outcome as it will be known."""
    draft = mine(step)
    if draft is None or not draft.guided:
        return refused(step)
    if drafts.missing(draft):
        return refused(step, say("draft_step", "no_preview"))
    if draft.of_word:
        title = Writer().bold(worded.title(draft, step.view.base)).text()
        pages = worded.pages([title, *worded.changes(draft, step.view.base)])
        return Turn(step.state, tuple(Say(page) for page in pages))
    return Turn(step.state, previews(step, draft))


def previews(step: Step, draft: Draft) -> tuple[Reply, ...]:
    """A draft as people will read it, once approved by nobody yet."""
    claim = drafts.claim_of(draft, step.view.today)
    title = Writer().bold(say("draft_step", "preview_title")).text()
    text = detail(Held(1, claim, Stance.ASSERTS), step.view.today)
    return Say(title), Say(text)


def hand_in(step: Step) -> Turn:
    """It goes to be tried, and then to a second person; not before all rules are kept."""
    draft = mine(step)
    if draft is None:
        return refused(step)
    papers = step.view.papers
    if draft.kind is DraftKind.NEW_CLAIM and not drafts.missing(draft):
        draft = replace(draft, subject=drafts.id_for(draft, papers.taken))
    elif draft.of_word and not drafts.missing(draft):
        draft = replace(draft, subject=drafts.id_for(draft, _ids(step, draft)))
    elif _overtaken(step, draft):
        return both(step, draft)
    found = checks.problems(draft, editor.beside(step, draft), step.view.today)
    if found:
        return overview(step, draft, faults=worded.mend(found))
    if _unchanged(draft):
        return overview(step, draft, say("draft", "nothing_changed"))
    return given(step, draft)


def given(step: Step, draft: Draft) -> Turn:
    """It is handed in."""
    state = replace(step.state, pending=None)
    text = Text(say("draft", "handed_in"))
    act = KeepDraft(drafts.handed_in(draft, step.view.now_ms))
    return Turn(state, (shown(step, text),), (act,))


def drop(step: Step) -> Turn:
    """Whether they are sure."""
    draft = mine(step)
    if draft is None:
        return refused(step)
    buttons = (
        (Button(say("draft", "drop_yes"), f"m:d-dropyes:{draft.id}"),),
        (Button(say("draft", "keep"), f"m:d-open:{draft.id}"),),
    )
    return Turn(step.state, (shown(step, Text(say("draft", "drop_sure")), buttons),))


def drop_yes(step: Step) -> Turn:
    """It is thrown away."""
    draft = mine(step)
    if draft is None:
        return refused(step)
    gone = replace(draft, state=drafts.DraftState.DROPPED, changed_ms=step.view.now_ms)
    state = replace(step.state, pending=None)
    return Turn(state, (shown(step, Text(say("draft", "dropped"))),), (KeepDraft(gone),))


def take_over(step: Step) -> Turn:
    """What somebody left behind who is no longer in the team."""
    draft = step.view.papers.draft
    if draft is None or not draft.open or step.view.called(draft.author):
        return refused(step)
    own = replace(drafts.mended(draft, step.view.now_ms), author=step.me.person)
    turn = overview(step, own, say("draft", "taken_over"))
    return replace(turn, acts=(KeepDraft(own),))


def merge(step: Step) -> Turn:
    """Both versions of a claim that two people have changed."""
    draft = mine(step)
    if draft is None or not _overtaken(step, draft):
        return refused(step)
    return both(step, draft, _taken(step) if _as_seen(step) else frozenset())


def both(step: Step, draft: Draft, theirs: frozenset[str] = frozenset()) -> Turn:
    """The same, field by field; `theirs` are the fields whose own version is given up."""
    papers, base = step.view.papers, step.view.base
    who = named(step, papers.trail[0].by) if papers.trail else ""
    title = say("draft_merge", "title", name=who or say("draft_merge", "somebody"))
    parts = [Writer().bold(title).text()]
    found = conflicts.conflicts(draft, papers.body) if papers.body is not None else ()
    parts += [worded.conflict(each.field, each.mine, each.theirs, base) for each in found]
    if papers.body is None:
        parts.append(Text(say("draft_merge", "removed")))
    elif not found:
        parts.append(Text(say("draft_merge", "none")))
    open_ = [each.field for each in found if each.both]
    *before, last = worded.pages(parts)
    state = replace(step.state, pending=None)
    buttons = _merging(draft, open_, theirs, _mark(papers.digest))
    if step.incoming.callback and not before:
        return Turn(state, (Edit(step.incoming.message, last, buttons),))
    return Turn(state, (*(Say(page) for page in before), Say(last, buttons=buttons)))


def put_together(step: Step) -> Turn:
    """Theirs where they chose so, or where only a colleague changed it; their own for the rest."""
    draft, papers = mine(step), step.view.papers
    if draft is None or not _overtaken(step, draft):
        return refused(step)
    if not _as_seen(step):
        # It was changed once more: what was chosen was chosen of other versions.
        return both(step, draft)
    chosen = _taken(step)
    if step.about[1:2] == (_ALL,):
        chosen = frozenset(drafts.FIELDS)
    settled = conflicts.settled(draft, papers.body, papers.digest, chosen)
    settled = replace(settled, changed_ms=step.view.now_ms)
    turn = overview(step, settled, say("draft_merge", "done"))
    return replace(turn, acts=(KeepDraft(settled),))


def named(step: Step, person: str) -> str:
    """What somebody is called, also who has left."""
    return step.view.papers.names.get(person) or say("draft", "gone_author")


def _merging(draft: Draft, open_: list[str], theirs: frozenset[str], mark: str) -> Keyboard:
    """A button a field: what was chosen travels in the buttons, as one digit a field, and what it
    was chosen of."""
    rows = []
    for name in open_:
        chosen = theirs ^ {name}
        key = "took" if name in theirs else "take"
        field = say("draft_field", name)
        label = say("draft_merge", key, field=field)
        rows.append((Button(label, f"m:d-both:{draft.id}:{_mask(chosen)}:{mark}"),))
    if open_:
        every = f"m:d-join:{draft.id}:{_ALL}:{mark}"
        rows.append((Button(say("draft_merge", "take_all"), every),))
    keep = Button(say("draft_merge", "keep_mine"), f"m:d-join:{draft.id}:{_mask(theirs)}:{mark}")
    return (*rows, (keep,))


def _mask(names: frozenset[str]) -> int:
    return sum(1 << drafts.FIELDS.index(name) for name in names)


def _taken(step: Step) -> frozenset[str]:
    """The fields that are to be theirs, as a button says."""
    mask = step.about[1] if len(step.about) > 1 else "0"
    number = int(mask) if mask.isdecimal() else 0
    return frozenset(name for place, name in enumerate(drafts.FIELDS) if number >> place & 1)


def _as_seen(step: Step) -> bool:
    """Whether what a button was shown with is what there is now."""
    return step.about[2:] == (_mark(step.view.papers.digest),)


def _mark(digest: str | None) -> str:
    """What stands in a button for a stored record, and for the order of the digits."""
    return hashlib.sha256(repr((digest, drafts.FIELDS)).encode()).hexdigest()[:8]


def _overtaken(step: Step, draft: Draft) -> bool:
    """Whether a colleague has changed the claim since it was begun."""
    return draft.of_claim and drafts.stale(draft, step.view.papers.digest)


def _ids(step: Step, draft: Draft) -> Iterable[str]:
    words = step.view.base.vocabulary
    return words.substances if draft.kind is DraftKind.SUBSTANCE else words.outcomes


def _unchanged(draft: Draft) -> bool:
    return draft.kind is DraftKind.EDIT and not drafts.changed(draft)


def _ways(draft: Draft) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    if draft.guided:
        buttons = [_to(draft, name) for name in drafts.steps_of(draft)]
        rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
        rows.append((Button(say("draft_step", "preview"), f"m:d-see:{draft.id}"),))
    rows.append((Button(say("draft", "hand_in"), f"m:d-in:{draft.id}"),))
    leave = Button(say("draft_step", "later"), f"m:d-late:{draft.id}")
    return (*rows, (leave, Button(say("draft", "drop"), f"m:d-drop:{draft.id}")))


def _to(draft: Draft, name: str) -> Button:
    field = worded.label(name)
    label = say("draft", "done", field=field) if draft.fields.get(name) else field
    return Button(label, f"m:d-at:{draft.id}:{name}")


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {}
COMMANDS: Handlers = {}
BUTTONS: Handlers = {
    "d-open": whole,
    "d-see": see,
    "d-in": hand_in,
    "d-drop": drop,
    "d-dropyes": drop_yes,
    "d-over": take_over,
    "d-both": merge,
    "d-join": put_together,
}
STEPS: Handlers = {}
