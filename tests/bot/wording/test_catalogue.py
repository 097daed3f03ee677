"""The catalogue: every sentence that code asks for is written, and can be filled in."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot
from bot.wording import catalogue
from bot.wording.catalogue import note_for, say, steps, urgent_in
from knowledge import Certainty, Consult, Evidence, Relation, Safety, Status, Urgency
from tests.quality.messages import load

CODE = Path(bot.__file__).parent
FOLDER = Path(catalogue.__file__).parent
SENTENCES: dict[str, dict[str, Any]] = yaml.load(
    (FOLDER / "en.yaml").read_text("utf-8"), yaml.CSafeLoader
)
WRITTEN = [
    (room, key, text)
    for room, sentences in SENTENCES.items()
    for key, value in sentences.items()
    for text in (value if isinstance(value, list) else [value])
]


@dataclass(frozen=True)
class Call:
    """One place in the code that asks for a sentence; no keys when they are known only later."""

    where: str
    room: str
    keys: tuple[str, ...]
    values: frozenset[str]

    def reaches(self, room: str, key: str) -> bool:
        return self.room == room and (not self.keys or key in self.keys)


Names = dict[str, ast.expr]
"""What a function gives names to."""


RETURNED = {
    function.name: [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    for path in sorted(CODE.rglob("*.py"))
    for function in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(function, ast.FunctionDef)
}
"""What each function of the bot gives back; a key may be chosen by one."""


def texts(node: ast.expr, names: Names) -> tuple[str, ...]:
    if isinstance(node, ast.Name) and node.id in names:
        return texts(names[node.id], {})
    if isinstance(node, ast.Constant):
        return () if node.value is None else (str(node.value),)
    if isinstance(node, ast.IfExp):
        return texts(node.body, names) + texts(node.orelse, names)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        given = RETURNED.get(node.func.id, [])
        return tuple(text for value in given if value for text in texts(value, {}))
    return ()


def filled(keyword: ast.keyword, names: Names) -> tuple[str, ...]:
    """The placeholders that one argument fills in; also one like `**values`."""
    if keyword.arg:
        return (keyword.arg,)
    value = names.get(keyword.value.id) if isinstance(keyword.value, ast.Name) else keyword.value
    if not isinstance(value, ast.Dict):
        return ()
    return tuple(text for key in value.keys if key for text in texts(key, names))


def named(function: ast.FunctionDef) -> Names:
    return {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def calls() -> Iterator[Call]:
    for path in sorted(CODE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                yield from calls_in(function, path.name)


def calls_in(function: ast.FunctionDef, file: str) -> Iterator[Call]:
    names = named(function)
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in ("say", "steps") or len(node.args) != 2:
            continue
        values = frozenset(name for each in node.keywords for name in filled(each, names))
        for room in texts(node.args[0], names):
            yield Call(f"{file}:{node.lineno}", room, texts(node.args[1], names), values)


CALLS = list(calls())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_that_code_asks_for_is_written() -> None:
    assert len(CALLS) > 40
    assert [c for c in CALLS if c.room not in SENTENCES] == []
    assert [
        (call.where, call.room, key)
        for call in CALLS
        for key in call.keys
        if key not in SENTENCES[call.room]
    ] == []


def test_every_placeholder_is_filled_in_wherever_the_sentence_is_used() -> None:
    unfilled = [
        (call.where, room, key, name)
        for room, key, text in WRITTEN
        for call in CALLS
        if call.reaches(room, key)
        for name in placeholders(text) - call.values
    ]
    assert unfilled == []


def test_every_placeholder_has_a_name_that_some_code_knows() -> None:
    known = {(call.room, name) for call in CALLS for name in call.values}
    named = {(room, name) for room, _, text in WRITTEN for name in placeholders(text)}
    assert named <= known


@pytest.mark.parametrize(
    ("room", "kinds"),
    [
        ("status", Status),
        ("short_status", Status),
        ("counted", Status),
        ("all_alike", Status),
        ("certainty", Certainty),
        ("short_certainty", Certainty),
        ("safety", Safety),
        ("ask", Consult),
        ("ask_danger", Consult),
        ("evidence", Evidence),
        ("label", Relation),
    ],
)
def test_every_member_has_a_wording_of_its_own(room: str, kinds: type[StrEnum]) -> None:
    sentences = SENTENCES[room]
    assert {kind.value for kind in kinds} <= set(sentences)
    assert len(set(sentences.values())) == len(sentences)


def test_every_risk_above_the_ordinary_has_a_short_wording() -> None:
    assert set(SENTENCES["short_safety"]) == {Safety.CAUTION, Safety.DANGER}


def test_unproven_is_not_worded_as_false() -> None:
    assert "not the same as false" in say("status", Status.UNPROVEN)
    for other in set(Status) - {Status.UNPROVEN}:
        assert "not the same as false" not in say("status", other)


def test_only_high_certainty_is_worded_as_sure() -> None:
    sure = [c for c in Certainty if say("certainty", c).startswith("We are sure")]
    assert sure == [Certainty.HIGH]


def test_no_sentence_relies_on_a_sign_alone() -> None:
    wordless = [
        (room, key)
        for room, key, text in WRITTEN
        if text and not any(char.isalpha() for char in text)
    ]
    assert wordless == []


@pytest.mark.parametrize("name", ["en.yaml", "notes.yaml", "urgent.yaml"])
def test_no_key_is_written_twice(name: str) -> None:
    def twice(node: yaml.Node) -> list[str]:
        if not isinstance(node, yaml.MappingNode):
            return []
        keys = [str(key.value) for key, _ in node.value]
        below = [found for _, value in node.value for found in twice(value)]
        return [key for key in set(keys) if keys.count(key) > 1] + below

    tree = yaml.compose((FOLDER / name).read_text("utf-8"))
    assert tree is not None
    assert twice(tree) == []


def test_values_are_filled_in_as_they_are() -> None:
    text = say("answer", "not_reviewed", pairs="{x} 100% <b>")
    assert "{x} 100% <b>" in text


@pytest.mark.parametrize(("room", "key"), [("status", "perhaps"), ("nowhere", "key")])
def test_a_sentence_that_nobody_wrote_is_an_error(room: str, key: str) -> None:
    with pytest.raises(KeyError):
        say(room, key)


def test_steps_are_a_list_of_sentences() -> None:
    assert len(steps("help", "steps")) >= 3


def test_every_language_but_english_is_told_that_answers_are_in_english() -> None:
    languages = {message.language for message in load()} - {"en", "mixed"}
    notes = {language: note_for(language) for language in languages}
    assert len(languages) == 10
    assert all(notes.values())
    assert len(set(notes.values())) == len(notes)


@pytest.mark.parametrize("kind", [Urgency.CRISIS, Urgency.POISONING])
def test_a_person_in_danger_has_a_sentence_in_every_language_but_english(kind: Urgency) -> None:
    languages = {message.language for message in load()} - {"en", "mixed"}
    sentences = {language: urgent_in(kind, language) for language in languages}
    assert all(sentences.values())
    assert len(set(sentences.values())) == len(languages) == 10


@pytest.mark.parametrize("language", ["en", "", "tlh"])
def test_english_and_unknown_languages_have_no_urgent_sentence_of_their_own(language: str) -> None:
    assert urgent_in(Urgency.CRISIS, language) == urgent_in(Urgency.POISONING, language) == ""


@pytest.mark.parametrize("language", ["en", "", "tlh"])
def test_english_and_unknown_languages_get_no_note(language: str) -> None:
    assert note_for(language) == ""
