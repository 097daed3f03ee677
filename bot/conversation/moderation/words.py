"""Words for what is in the base already: a phrasing for a claim, a name for a substance. They go
the same way as a claim: tried first, then a second person."""

from __future__ import annotations

from bot.conversation.acts import KeepDraft
from bot.conversation.context import Turn
from bot.conversation.moderation import editor
from bot.conversation.moderation.editor import refused, shown
from bot.conversation.moderation.view import Step
from bot.wording import drafts as worded
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Draft, DraftKind, checks, drafts, entries


def propose_phrasing(step: Step, claim: str, text: str, case: int = 0) -> Turn:
    """These words of a person shall find this claim."""
    if claim not in step.view.base.claims:
        return refused(step)
    return _proposed(step, _draft(step, DraftKind.PHRASING, claim, case, phrasing=text))


def propose_name(step: Step, substance: str, language: str, name: str, case: int = 0) -> Turn:
    """This substance is also called so, in a language (`en`)."""
    if substance not in step.view.base.vocabulary.substances:
        return refused(step)
    draft = _draft(step, DraftKind.NAME, substance, case, language=language, name=name)
    return _proposed(step, draft)


def _draft(step: Step, kind: DraftKind, subject: str, case: int, **words: str) -> Draft:
    view = step.view
    fields = {key: entries.one_line(value) for key, value in words.items()}
    return Draft(
        view.papers.next_id, kind, subject, step.me.person, fields,
        case=case, changed_ms=view.now_ms,
    )  # fmt: skip


def _proposed(step: Step, draft: Draft) -> Turn:
    found = checks.problems(draft, editor.beside(step, draft), step.view.today)
    if found:
        return Turn(step.state, (shown(step, worded.mend(found) or Text("")),))
    text = Text(say("draft", "handed_in"))
    act = KeepDraft(drafts.handed_in(draft, step.view.now_ms))
    return Turn(step.state, (shown(step, text),), (act,))
