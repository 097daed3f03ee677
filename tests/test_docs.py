"""The documents: every setting, command, link and page that they name exists; none is missing."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

import bot.__main__
import knowledge.__main__
from bot.settings import ROWS

PROJECT = Path(__file__).parents[1]
OURS = ("bot", "docs", "knowledge", "tests")
MARKDOWN = sorted(
    [*PROJECT.glob("*.md"), *(file for name in OURS for file in (PROJECT / name).rglob("*.md"))]
)
GUIDES = ("README.md", "CONTRIBUTING.md")
LOCKS = ("requirements.lock", "requirements-dev.lock")
SETTINGS = {row.name: row for row in ROWS}
PARSERS = {"bot": bot.__main__._parser, "knowledge": knowledge.__main__._parser}
_CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
_TABLE_ROW = re.compile(r"^\| `([A-Z_]+)` \| (\S+|`[^`]*`) \| (.*) \|$", re.MULTILINE)


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def code_in(markdown: str) -> list[str]:
    """The commands and words set as code: every line of a block, every span."""
    found: list[str] = []
    for block, span in _CODE.findall(markdown):
        found += block.splitlines() if block else [span]
    return [line.split("#")[0].strip() for line in found]


def make_targets(markdown: str) -> set[str]:
    """The targets of all `make ...` that a document sets as code."""
    calls = (re.search(r"(?:^|\s)make ([a-z].*)$", code) for code in code_in(markdown))
    return {target for call in calls if call for target in call[1].split()}


def modules_called(markdown: str) -> list[list[str]]:
    """The module and arguments of all `python -m ...` that a document sets as code."""
    calls = (re.match(r"python -m (.+)$", code) for code in code_in(markdown))
    return [shlex.split(call[1].replace(r"\|", "|")) for call in calls if call]


def links_in(markdown: str) -> list[str]:
    """Where the links and pictures of a document lead, without those into the web."""
    targets = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", markdown)
    plain = [first or second for first, second in targets]
    return [target for target in plain if not re.match(r"[a-z]+:", target)]


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return dict(commands.choices)


def parser_of(module: str) -> argparse.ArgumentParser:
    return PARSERS[module]()


def unknown_words(arguments: list[str]) -> list[str]:
    """What of `bot check [FILE|-] [--json]` the command line does not know."""
    module, *rest = arguments
    if module not in PARSERS:
        return [] if any(_files_of(module)) else [module]
    commands = subcommands(parser_of(module))
    if not rest or rest[0] not in commands:
        return [rest[0] if rest else "no command"]
    known = commands[rest[0]]._option_string_actions
    options = [word.strip("[]") for word in rest[1:]]
    return [word for word in options if word.startswith("--") and word not in known]


def _files_of(module: str) -> list[Path]:
    path = PROJECT / module.replace(".", "/")
    return [f for f in (path / "__main__.py", path.with_suffix(".py")) if f.is_file()]


def test_the_page_of_settings_lists_each_with_its_default() -> None:
    rows = {name: default.strip("`") for name, default, _ in _TABLE_ROW.findall(settings_page())}
    assert rows == {name: row.default or "none" for name, row in SETTINGS.items()}


def test_the_page_of_settings_says_what_the_program_says() -> None:
    for name, _, help_ in _TABLE_ROW.findall(settings_page()):
        assert help_.replace("`", "") == SETTINGS[name].help.replace("`", "")


def settings_page() -> str:
    return text_of("docs/settings.md")


def test_the_example_holds_every_setting_with_its_default() -> None:
    lines = [line for line in text_of(".env.example").splitlines() if line and line[0] != "#"]
    assert dict(line.split("=", 1) for line in lines) == {
        name: row.default for name, row in SETTINGS.items()
    }


def test_the_readme_leads_to_the_settings_and_counts_them_rightly() -> None:
    readme = text_of("README.md")
    words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
    words += ["Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen"]
    assert "docs/settings.md" in links_in(readme)
    counted = re.search(r"all (\w+) settings", readme, re.IGNORECASE)
    assert counted is None or words.index(counted[1].capitalize()) == len(SETTINGS)


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: str(file.relative_to(PROJECT)))
def test_no_document_names_a_setting_that_does_not_exist(file: Path) -> None:
    prefixes = "|".join(sorted({name.split("_")[0] for name in SETTINGS}))
    named = set(re.findall(rf"\b(?:{prefixes})_[A-Z_]+\b", file.read_text(encoding="utf-8")))
    assert named <= set(SETTINGS)


@pytest.mark.parametrize("guide", GUIDES)
def test_every_target_of_make_that_a_guide_names_exists(guide: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    named = make_targets(text_of(guide))
    assert named
    assert named <= targets


def test_the_readme_names_every_target_that_a_person_calls() -> None:
    phony = re.findall(r"^\.PHONY: (.*)$", text_of("Makefile"), re.MULTILINE)
    targets = {target for line in phony for target in line.split()}
    assert targets - make_targets(text_of("README.md")) <= {"clean"}


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_that_a_guide_names_exists(guide: str) -> None:
    named = modules_called(text_of(guide))
    assert named
    assert [(words, unknown_words(words)) for words in named if unknown_words(words)] == []


@pytest.mark.parametrize("module", sorted(PARSERS))
def test_the_readme_names_every_command(module: str) -> None:
    readme = text_of("README.md")
    named = {words[1] for words in modules_called(readme) if words[0] == module}
    if module == "bot":
        named |= make_targets(readme)
    assert set(subcommands(parser_of(module))) <= named


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: str(file.relative_to(PROJECT)))
def test_every_link_leads_somewhere(file: Path) -> None:
    targets = links_in(file.read_text(encoding="utf-8"))
    lost = [target for target in targets if not (file.parent / target.split("#")[0]).exists()]
    assert lost == []


@pytest.mark.parametrize(
    "guide",
    [
        *GUIDES,
        "docs/settings.md",
        "SECURITY.md",
    ],
)
def test_every_file_and_folder_of_ours_that_is_named_exists(guide: str) -> None:
    named = [
        code
        for code in code_in(text_of(guide))
        if re.fullmatch(rf"(?:{'|'.join(OURS)})(?:/[\w.-]+)+/?", code)
    ]
    assert named or guide == "docs/settings.md"
    assert [path for path in named if not (PROJECT / path).exists()] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_no_address(lock: str) -> None:
    assert "http" not in text_of(lock).replace("httpcore==", "").replace("httpx==", "")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_a_version_and_a_hash(lock: str) -> None:
    joined = re.sub(r"\\\n\s*", "", text_of(lock))
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    assert len(lines) > 10
    form = re.compile(r"[\w.\[\]-]+==\S+(?: ; [^#]+?)?(?: --hash=sha256:[0-9a-f]{64})+")
    assert [line[:60] for line in lines if not form.fullmatch(line.strip())] == []


def test_every_decision_is_listed_and_numbered_once() -> None:
    folder = PROJECT / "docs" / "decisions"
    pages = sorted(page.name for page in folder.glob("*.md") if page.name != "README.md")
    listed = links_in((folder / "README.md").read_text(encoding="utf-8"))
    assert [link for link in listed if not link.startswith("..")] == pages
    assert [page[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("`make no-such` and `make try` / `make run`", {"no-such", "try", "run"}),
        ("```sh\nTOKEN=1 make run # now\nmake test\n```", {"run", "test"}),
        ("make sense of `it`", set()),
    ],
)
def test_the_check_of_make_sees_what_is_named(markdown: str, found: set[str]) -> None:
    assert make_targets(markdown) == found


@pytest.mark.parametrize(
    ("command", "unknown"),
    [
        (r"python -m bot check [FILE\|-] [--json]", []),
        ("python -m bot chekc", ["chekc"]),
        ("python -m bot check --jsno", ["--jsno"]),
        ("python -m bot", ["no command"]),
        ("python -m knowledge show CLAIM", []),
        ("python -m tests.quality", []),
        ("python -m tests.quantity", ["tests.quantity"]),
    ],
)
def test_the_check_of_commands_sees_what_is_wrong(command: str, unknown: list[str]) -> None:
    (words,) = modules_called(f"`{command}`")
    assert unknown_words(words) == unknown


def test_the_check_of_links_sees_links_and_pictures() -> None:
    markdown = '[a](docs/a.md#part) [b](https://b.example) <img src="c.png"> [d](../d)'
    assert links_in(markdown) == ["docs/a.md#part", "c.png", "../d"]
