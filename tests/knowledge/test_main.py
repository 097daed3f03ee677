"""The command line of the base: what each command prints, and its exit status."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.__main__ import main
from tests.knowledge import small_library

DONE, FOUND, WRONG_USE = 0, 1, 2
PROJECT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_library.write(tmp_path / "library")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the small library; gives back its status, output and errors."""

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(["--library", str(folder), *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


def _spoil(folder: Path) -> None:
    small_library.change(folder, "substances/nmn.yaml", "status: unproven", "status: excellent")


def test_lint_of_a_clean_library_is_silent_and_done(run: Run) -> None:
    assert run("lint") == (DONE, "", "")


def test_lint_prints_each_fault_on_a_line_and_counts_them(run: Run, folder: Path) -> None:
    small_library.change(folder, "substances/nmn.yaml", "due: 2027-11-22", "due: 2020-11-22")
    small_library.change(folder, "outcomes.yaml", "ambiguous: [feeling low]", "ambiguous: [blue]")
    status, out, err = run("lint")
    assert status == FOUND
    assert sorted(line.split(":")[0] for line in out.splitlines()) == ["nmn.yaml", "outcomes.yaml"]
    assert err == "2 faults\n"


def test_lint_names_what_cannot_be_read(run: Run, folder: Path) -> None:
    _spoil(folder)
    status, out, _ = run("lint")
    assert status == FOUND
    assert out.startswith("nmn.yaml:14: nmn-depression: status is 'excellent'; allowed: ")


def test_stats_as_json_counts_everything(run: Run) -> None:
    status, out, err = run("stats", "--json")
    assert (status, err) == (DONE, "")
    counted = json.loads(out)
    # Whether grades are measured depends on an extra, and whether a review is overdue on today.
    measured = {name: counted[name] for name in ("overdue", "grade_median", "grade_over_8")}
    assert counted == {
        "published": 2,
        "drafts": 1,
        "substances": 2,
        "outcomes": 2,
        "phrasings": 3,
        "sources": 2,
        "read_in_copies": 0,
        "with_two_sources": 0.0,
        "facts_tied_to_sources": 1.0,
        "status": {"supported": 1, "unproven": 1},
        "certainty": {"low": 1, "moderate": 1},
        "safety": {"ordinary": 1, "danger": 1},
        "relation": {"improves": 2},
        "signed_off": 0,
        "newest_source_over_five_years": 0,
        "no_source_with_a_year": 1,
        **measured,
        "sources_by_publisher": {"Cochrane": 2},
        "names_by_language": {"en": 8, "es": 1},
    }


def test_stats_in_words_have_a_line_for_each_count(run: Run) -> None:
    status, out, _ = run("stats")
    assert status == DONE
    _, as_json, _ = run("stats", "--json")
    counted = json.loads(as_json)
    assert [line.split(": ")[0] for line in out.splitlines()] == list(counted)
    assert "published: 2\n" in out
    assert "names_by_language: en 8, es 1\n" in out


@pytest.mark.parametrize("id_", ["nmn-depression", "nac-depression"], ids=["published", "draft"])
def test_show_prints_every_field_of_a_claim(run: Run, id_: str) -> None:
    status, out, err = run("show", id_)
    assert (status, err) == (DONE, "")
    assert out.startswith(f"id: {id_}\n")
    _, exported, _ = run("export")
    written = next(json.loads(x) for x in exported.splitlines() if json.loads(x)["id"] == id_)
    for field in written.keys() - {"license"}:
        assert any(line.startswith(f"{field}:") for line in out.splitlines())
    for fact in written["facts"]:
        assert f"  - {fact}\n" in out
    assert f"headline: {written['headline']}\n" in out


def test_show_of_an_unknown_claim_is_wrong_use_and_says_where_to_look(run: Run) -> None:
    assert run("show", "nmn-cures-all") == (
        WRONG_USE,
        "",
        "knowledge: no claim 'nmn-cures-all'; `python -m knowledge export` lists them all\n",
    )


@pytest.mark.parametrize("arguments", [("export",), ("export", "--format", "jsonl")])
def test_export_prints_one_line_a_claim_drafts_included(
    run: Run, arguments: tuple[str, ...]
) -> None:
    status, out, err = run(*arguments)
    assert (status, err) == (DONE, "")
    written = [json.loads(line) for line in out.splitlines()]
    assert [(claim["id"], claim["state"]) for claim in written] == [
        ("nac-depression", "draft"),
        ("nac-sleep", "published"),
        ("nmn-depression", "published"),
    ]


def test_load_says_what_it_changed(run: Run, folder: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "bot.sqlite3")
    records = 3 + 2 + 2 + 1 + 1 + 1 + 1 + 1
    assert run("load", file) == (DONE, f"added {records}, changed 0, removed 0\n", "")
    assert run("load", file) == (DONE, "added 0, changed 0, removed 0\n", "")
    small_library.change(folder, "substances/nmn.yaml", "come from mice", "come from rats")
    assert run("load", file) == (DONE, "added 0, changed 1, removed 0\n", "")
    (folder / "substances/nmn.yaml").unlink()
    assert run("load", file) == (DONE, "added 0, changed 0, removed 2\n", "")


def test_load_makes_a_file_that_the_bot_can_use(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite3"
    run("load", str(file))
    connection = sqlite3.connect(file)
    try:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    finally:
        connection.close()
    assert {"claims", "inbox", "outbox", "chats"} <= {name for (name,) in rows}


def test_load_into_something_that_is_no_database_is_wrong_use(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite3"
    file.write_text("this is no database " * 99, encoding="utf-8")
    status, out, err = run("load", str(file))
    assert (status, out) == (WRONG_USE, "")
    assert err.startswith(f"knowledge: the database {file} cannot be opened: ")
    assert err.count("\n") == 1


def test_load_of_a_spoilt_library_leaves_the_database_alone(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bot.sqlite3"
    _spoil(folder)
    status, _, _ = run("load", str(file))
    assert status == WRONG_USE
    assert not file.exists()


@pytest.mark.parametrize(
    "arguments", [("stats",), ("show", "nmn-depression"), ("export",), ("load", "nowhere.sqlite3")]
)
def test_a_library_that_cannot_be_read_is_wrong_use(
    run: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    _spoil(folder)
    status, out, err = run(*arguments)
    assert (status, out) == (WRONG_USE, "")
    assert err.startswith(f"knowledge: the library in {folder} has 1 faults; ")
    assert "nmn.yaml:14: nmn-depression: status is 'excellent'" in err


@pytest.mark.parametrize(
    "arguments",
    [[], ["explain"], ["show"], ["load"], ["export", "--format", "xml"], ["stats", "--yaml"]],
    ids=" ".join,
)
def test_a_wrong_call_is_refused_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == WRONG_USE
    assert "usage: python -m knowledge" in capsys.readouterr().err


COMMANDS = (
    *("lint", "stats", "show", "export", "load", "site", "vectors"),
    *("import", "proposals", "accept", "reject", "signoff"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == DONE
    assert f"usage: python -m knowledge {command}" in capsys.readouterr().out


def test_site_writes_the_website_and_writes_it_again(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "public"
    status, said, err = run("site", str(out), "--address", "https://salt.example/base")
    assert (status, err) == (DONE, "")
    page = (out / "claims" / "nmn-depression" / "index.html").read_text(encoding="utf-8")
    assert "No study in people shows that NMN helps depression." in page
    assert '"https://salt.example/base/claims/nmn-depression/"' in page
    assert not (out / "claims" / "nac-depression").exists()
    assert run("site", str(out)) == (DONE, said.replace("20 files", "19 files"), "")
    assert not (out / "sitemap.xml").exists()


def test_site_refuses_a_folder_that_holds_something_else(run: Run, folder: Path) -> None:
    status, out, err = run("site", str(folder))
    assert (status, out) == (WRONG_USE, "")
    assert "not made here: name another folder" in err
    assert (folder / "outcomes.yaml").exists()


def test_site_refuses_an_address_that_is_none(run: Run, tmp_path: Path) -> None:
    status, _, err = run("site", str(tmp_path / "public"), "--address", "salt.example")
    assert (status, list(tmp_path.glob("public*"))) == (WRONG_USE, [])
    assert "no address of a website: 'salt.example'" in err


def test_the_module_runs_on_the_real_library() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "knowledge", "stats", "--json"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (DONE, "")
    assert json.loads(ended.stdout)["published"] > 100


def test_a_reader_of_the_export_that_goes_away_causes_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "knowledge", "export"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert json.loads(running.stdout.readline())["id"]
        running.stdout.close()
        errors = running.stderr.read()
        assert (running.wait(timeout=30), errors) == (DONE, "")
