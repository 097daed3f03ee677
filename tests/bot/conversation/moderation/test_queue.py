"""The queue: what waits, who works on it, page by page."""

from __future__ import annotations

from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.conversation.moderation.work import NOW_MS, OLGA, Work, case, held
from tests.bot.conversation.talk import buttons


def test_an_empty_queue_says_so(base: Snapshot) -> None:
    assert Work(base).says("", "queue").text.plain == say("queue", "empty")


def test_every_case_has_its_line_and_its_button(base: Snapshot) -> None:
    cases = (held(OLGA), case(2, title="", reach=1, opened_ms=NOW_MS))
    shown = Work(base, cases=cases).says("", "queue")
    first, second = shown.text.plain.splitlines()[1:]
    assert first.startswith("1. NMN: depression.")
    assert "2 people, since 2 days" in first
    assert first.endswith(say("case", "worker", name="Olga"))
    assert say("case", "untitled", number=2) in second
    assert "one person, since today" in second
    assert [(b.label, b.data) for b in buttons(shown.buttons)] == [
        ("1", "m:case:1"),
        ("2", "m:case:2"),
    ]


def test_a_lease_that_ran_out_names_nobody(base: Snapshot) -> None:
    shown = Work(base, cases=(held(OLGA, NOW_MS - 1),)).says("", "queue")
    assert "Olga" not in shown.text.plain


def test_a_long_queue_has_pages_and_a_page_beyond_the_end_is_the_last(base: Snapshot) -> None:
    work = Work(base, cases=tuple(case(n) for n in range(1, 20)))
    assert [b.data for b in buttons(work.says("", "queue").buttons)][-1] == "m:queue:1"
    middle = work.shown("m:queue:1")
    assert [b.data for b in buttons(middle.buttons)][-2:] == ["m:queue:0", "m:queue:2"]
    assert work.shown("m:queue:9999") == work.shown("m:queue:2")
    assert "19. NMN" in work.shown("m:queue:2").text.plain


def test_a_forged_page_is_refused(base: Snapshot) -> None:
    for data in ("m:queue", "m:queue:x", "m:queue:-1", "m:queue:1:2"):
        assert Work(base).notice(data) == say("desk", "old")
