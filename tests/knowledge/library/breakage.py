"""One way to break the small library, and the kinds that recur."""

from __future__ import annotations

from dataclasses import dataclass

NMN, NAC, OUTCOMES = "substances/nmn.yaml", "substances/nac.yaml", "outcomes.yaml"
NMN_HEADLINE = "No study in people shows that NMN helps depression."


@dataclass(frozen=True)
class Breakage:
    """One thing broken: in which file, what is put for what, and the fault that must follow.

    `at` are words on the line that the fault must name.
    """

    name: str
    file: str
    old: str
    new: str
    at: str
    message: str


def headline(name: str, text: str, message: str) -> Breakage:
    return Breakage(name, NMN, NMN_HEADLINE, text, "headline:", message)


def tied(name: str, fact: str, message: str) -> Breakage:
    """One fact that is not tied to the source of its claim, while the other is."""
    old = "The hopeful results come from mice. [review-2024]"
    return Breakage(name, NMN, old, fact, "- The hopeful", f"nmn-depression: {message}")


SOURCE = "title: T, publisher: Cochrane, url: 'https://a.example/b', says: S, seen: excerpt"


def on_page(name: str, lines: str, at: str, message: str) -> Breakage:
    """Lines on the substance itself, before its claims."""
    first = "claims:\n  - id: nmn-depression"
    return Breakage(name, NMN, first, f"{lines}\n{first}", at, message)


def missing(field: str, line: str) -> Breakage:
    return Breakage(
        f"no {field}", NMN, line, "", "- id: nmn-depression", f"nmn-depression: {field} is missing"
    )


def bad_choice(field: str, value: str) -> Breakage:
    return Breakage(
        f"bad {field}",
        NMN,
        f"    {field}: {value}",
        f"    {field}: whatever",
        f"    {field}: whatever",
        f"nmn-depression: {field} is 'whatever'; allowed: ",
    )
