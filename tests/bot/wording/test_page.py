"""The page of a substance: what it is, whom it harms, what it does not go with."""

from __future__ import annotations

from dataclasses import replace

from bot.wording import page
from bot.wording.rich import Writer
from knowledge import Interaction, Limit, LimitKind, Severity
from tests.make import SOURCE, SUBSTANCES

NMN = SUBSTANCES[0]


def limit(amount: float | None, people: str = "adults", kind: LimitKind = LimitKind.UPPER) -> Limit:
    return Limit(people, amount, "mg", "a day", kind, "Above this it harms.", SOURCE)


def interaction(medicine: str, severity: Severity) -> Interaction:
    return Interaction(medicine, f"It changes {medicine}.", severity, SOURCE)


def shown(**known: object) -> str:
    writer = Writer()
    page.write(writer, replace(NMN, **known))  # type: ignore[arg-type]
    return writer.text().plain


def test_nothing_is_said_of_a_substance_of_which_nothing_is_known() -> None:
    assert shown() == ""


def test_what_it_is_is_said_without_the_ids_of_its_sources() -> None:
    text = shown(about="A form of vitamin B3. [nccih]", who_must_not=("Not in pregnancy. [a, b]",))
    assert text.splitlines()[0] == "A form of vitamin B3."
    assert "• Not in pregnancy." in text
    assert "[" not in text


def test_the_most_urgent_medicine_comes_first() -> None:
    known = (interaction("statins", Severity.APART), interaction("warfarin", Severity.AVOID))
    text = shown(interactions=known)
    assert text.index(
        "Do not combine NMN with warfarin. It changes warfarin. (Cochrane)"
    ) < text.index("Take NMN and statins hours apart.")


def test_the_lowest_upper_limit_for_adults_is_shown_with_who_says_so_and_no_other() -> None:
    known = (
        limit(9),
        limit(100),
        limit(12.5),
        limit(1, "children 1-3 years"),
        limit(None, kind=LimitKind.NONE_SET),
    )
    text = shown(limits=known)
    assert "Upper limit for adults: 9 mg a day (Cochrane)." in text
    assert text.count("Upper limit") == 1
    assert "children" not in text


def test_a_long_page_is_cut_to_what_matters_most() -> None:
    many = tuple(interaction(f"medicine {n}", Severity.ASK) for n in range(9))
    assert shown(interactions=many).count("•") == 4
