"""The container: every path, command, module, setting and lock file that it names exists."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import main
from bot.settings import ROWS
from bot.settings import read as read_settings

PROJECT = Path(__file__).parents[1]
SETTINGS = frozenset(row.name for row in ROWS)
OF_TOOLS = ("MPL", "PYTHON", "PIP_", "XDG_")
"""How the names of variables begin that Python, pip, Matplotlib and caches go by, and not we."""
Steps = list[tuple[str, str]]


def steps_of(text: str) -> Steps:
    """The instructions of a Dockerfile in order: name and the rest, continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(name.upper(), rest) for name, rest in (x.split(None, 1) for x in joined.splitlines())]


def is_left_out(path: str, patterns: list[str]) -> bool:
    """Whether .dockerignore keeps a path out of the image: the last pattern that fits decides."""
    out = False
    parents = [path, *(str(parent) for parent in Path(path).parents)]
    for pattern in patterns:
        bare = pattern.lstrip("!").rstrip("/").removeprefix("**/")
        if any(fnmatch(name, bare) or fnmatch(Path(name).name, bare) for name in parents):
            out = not pattern.startswith("!")
    return out


def _ignored() -> list[str]:
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def steps() -> Steps:
    return steps_of((PROJECT / "Dockerfile").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    with (PROJECT / "pyproject.toml").open("rb") as stream:
        return tomllib.load(stream)


def _all(steps: Steps, name: str) -> list[str]:
    return [rest for step, rest in steps if step == name]


def _variables(steps: Steps) -> dict[str, str]:
    pairs = [pair.partition("=") for rest in _all(steps, "ENV") for pair in shlex.split(rest)]
    return {name: value for name, _, value in pairs}


def _copied(steps: Steps) -> list[str]:
    return [path for rest in _all(steps, "COPY") for path in rest.split()[:-1]]


def _locks(steps: Steps) -> Iterator[tuple[int, str]]:
    for position, (name, rest) in enumerate(steps):
        if name == "RUN" and "pip install" in rest:
            for lock in re.findall(r"-r (\S+)", rest):
                yield position, lock


def _commands(steps: Steps) -> list[list[str]]:
    health = [rest[rest.index("CMD ") + 4 :] for rest in _all(steps, "HEALTHCHECK")]
    return [json.loads(rest) for rest in (*_all(steps, "CMD"), *health)]


def test_the_base_is_a_tag_of_python_that_the_project_runs_on(
    steps: Steps, project: dict[str, Any]
) -> None:
    (image,) = _all(steps, "FROM")
    found = re.fullmatch(r"python:3\.(\d+)-slim", image)
    assert found
    assert steps[0][0] == "FROM"
    lowest = re.fullmatch(r">=3\.(\d+)", project["project"]["requires-python"])
    assert lowest
    assert int(found[1]) >= int(lowest[1])


def test_all_that_is_copied_is_there_and_gets_into_the_image(steps: Steps) -> None:
    copied = _copied(steps)
    assert {"bot/", "knowledge/"} <= set(copied)
    for path in copied:
        assert (PROJECT / path).exists(), path
        assert not is_left_out(path.rstrip("/"), _ignored()), path
        assert path.endswith("/") == (PROJECT / path).is_dir()


@pytest.mark.parametrize("pattern", ["*.py", "*.yaml", "LICENSE", "*.mako"])
def test_no_file_that_the_program_needs_is_left_out(pattern: str) -> None:
    needed = [file for room in ("bot", "knowledge") for file in (PROJECT / room).rglob(pattern)]
    kept = [f for f in needed if not is_left_out(f.relative_to(PROJECT).as_posix(), _ignored())]
    assert kept == needed
    assert needed


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".git/config",
        ".venv/bin/python",
        "data/grain-of-salt.sqlite3",
        "data/secret.key",
        "tests/make.py",
        "bot/__pycache__/app.cpython-311.pyc",
        "knowledge/library/__pycache__/lint.cpython-311.pyc",
    ],
)
def test_no_secret_and_nothing_needless_gets_into_the_image(path: str) -> None:
    assert is_left_out(path, _ignored())


def test_packages_are_installed_from_a_lock_that_was_copied_before(steps: Steps) -> None:
    locks = list(_locks(steps))
    assert [lock for _, lock in locks] == ["requirements.lock"]
    for position, lock in locks:
        assert "--require-hashes" in steps[position][1]
        assert lock in _copied(steps[:position])


def test_every_package_of_the_lock_is_pinned_and_hashed(steps: Steps) -> None:
    for _, lock in _locks(steps):
        text = (PROJECT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        assert lines
        for line in lines:
            assert re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line


def test_the_lock_holds_every_package_that_the_project_asks_for(
    steps: Steps, project: dict[str, Any]
) -> None:
    for _, lock in _locks(steps):
        text = (PROJECT / lock).read_text(encoding="utf-8")
        held = {name.lower().replace("_", "-") for name in re.findall(r"^([\w.-]+)", text, re.M)}
        for asked in project["project"]["dependencies"]:
            name = re.match(r"[\w.-]+", asked)
            assert name
            assert name[0].lower().replace("_", "-") in held


def test_the_container_runs_the_bot_and_asks_for_its_health(steps: Steps) -> None:
    assert [command[3:] for command in _commands(steps)] == [["run"], ["health"]]


def test_every_command_is_one_of_an_existing_module(
    steps: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    for python, flag, module, *arguments in _commands(steps):
        assert (python, flag, module) == ("python", "-m", "bot")
        assert importlib.util.find_spec(f"{module}.__main__")
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--help"])
        assert ended.value.code == 0, arguments
        assert arguments[0] in capsys.readouterr().out


def test_everything_runs_as_a_user_without_rights_who_owns_the_data(steps: Steps) -> None:
    (user,) = _all(steps, "USER")
    (made,) = [rest for rest in _all(steps, "RUN") if "useradd" in rest]
    assert user not in ("root", "0")
    assert re.search(rf"useradd .* {user} ", made)
    assert f"chown {user}:{user} {_variables(steps)['DATA_DIR']}" in made
    order = [name for name, _ in steps]
    assert order.index("USER") < order.index("HEALTHCHECK") < order.index("CMD")
    assert "RUN" not in order[order.index("USER") :]


def test_every_variable_is_a_setting_of_the_bot(steps: Steps, compose: dict[str, Any]) -> None:
    named = set(_variables(steps))
    for service in compose["services"].values():
        named |= set(service.get("environment", {}))
    assert {name for name in named if not name.startswith(OF_TOOLS)} - SETTINGS == set()
    assert "DATA_DIR" in named


def test_the_settings_of_the_image_are_ones_that_the_bot_takes(steps: Steps) -> None:
    taken = read_settings(_variables(steps))
    assert taken.data_dir == Path("/data")
    assert not taken.token


def test_the_data_lies_on_a_volume(steps: Steps, compose: dict[str, Any]) -> None:
    folder = _variables(steps)["DATA_DIR"]
    assert _all(steps, "VOLUME") == [folder]
    for service in compose["services"].values():
        mounts = dict(mount.split(":") for mount in service["volumes"])
        assert list(mounts.values()) == [folder]
        assert set(mounts) == set(compose["volumes"])
        assert service["environment"]["DATA_DIR"] == folder


def test_the_one_service_is_built_from_this_folder(compose: dict[str, Any]) -> None:
    (service,) = compose["services"].values()
    assert (PROJECT / service["build"] / "Dockerfile").resolve() == PROJECT / "Dockerfile"


def test_the_file_of_secrets_is_kept_out_of_the_project_and_the_image(
    compose: dict[str, Any],
) -> None:
    (service,) = compose["services"].values()
    secrets = service["env_file"]
    ignored = (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert secrets in ignored
    assert is_left_out(secrets, _ignored())


def test_nothing_of_the_container_is_writable_but_the_data(compose: dict[str, Any]) -> None:
    (service,) = compose["services"].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_files_that_a_comment_names_are_there() -> None:
    for name in ("Dockerfile", "compose.yaml", ".dockerignore"):
        comments = re.findall(r"# .*", (PROJECT / name).read_text(encoding="utf-8"))
        for path in re.findall(r"[\w/]+\.(?:py|yaml|lock|md)\b", " ".join(comments)):
            assert (PROJECT / path).exists(), f"{name} speaks of {path}"


def test_both_licences_are_there_and_packaged(project: dict[str, Any]) -> None:
    apache, content = project["project"]["license-files"]
    assert "Apache License\n" in (PROJECT / apache).read_text(encoding="utf-8")
    assert "creativecommons.org/licenses/by/4.0/" in (PROJECT / content).read_text(encoding="utf-8")


def test_every_data_file_of_the_program_is_packaged(project: dict[str, Any]) -> None:
    listed = project["tool"]["setuptools"]["package-data"]
    packaged = {
        file
        for room, patterns in listed.items()
        for p in patterns
        for file in (PROJECT / room).glob(p)
    }
    data = {
        file
        for room in ("bot", "knowledge")
        for file in (PROJECT / room).rglob("*")
        if file.suffix in (".yaml", ".mako")
    }
    assert data - packaged == set()


def test_instructions_are_read_with_their_continued_lines() -> None:
    text = "# remark\nFROM a\n\nENV A=1 \\\n    B='x y'\n# inner\nRUN one \\\n    && two\n"
    steps = steps_of(text)
    assert steps == [("FROM", "a"), ("ENV", "A=1 B='x y'"), ("RUN", "one && two")]
    assert _variables(steps) == {"A": "1", "B": "x y"}


@pytest.mark.parametrize(
    ("path", "left_out"),
    [("bot/app.py", False), ("bot/a.pyc", True), ("secret", True), ("bot/__pycache__/x", True)],
)
def test_the_last_pattern_that_fits_decides(path: str, left_out: bool) -> None:
    assert is_left_out(path, ["*", "!bot", "**/__pycache__", "**/*.pyc"]) is left_out
