"""The command line of the base, where it gives claims away, takes them in, or has them signed."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.__main__ import main
from tests.knowledge import small_library

DONE, FOUND, WRONG_USE = 0, 1, 2
PROJECT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]
HEADLINE = "No study in people shows that NMN helps depression."
OTHER = "No trial in people shows that NMN helps depression."
TODAY = datetime.now(UTC).date().isoformat()


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


def everything(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in found}


def sent(run: Run, tmp_path: Path, form: str, *changes: tuple[str, str]) -> str:
    """The export of the small library with some words changed, as a file of another team."""
    _, text, _ = run("export", "--format", form)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / f"sent.{form}"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_what_was_exported_can_be_imported_and_changes_nothing(
    run: Run, folder: Path, tmp_path: Path, form: str
) -> None:
    file = sent(run, tmp_path, form)
    before = everything(folder)
    assert run("import", file) == (DONE, "0 drafts, 0 proposals, 3 known\n", "")
    assert everything(folder) == before


def test_an_export_since_a_day_holds_what_was_reviewed_from_then_on(run: Run, folder: Path) -> None:
    small_library.change(
        folder, "substances/nmn.yaml", "reviewed: 2026-11-22", "reviewed: 2026-11-24"
    )
    _, out, _ = run("export", "--since", "2026-11-23")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["nmn-depression"]


def test_a_table_is_what_spreadsheets_open(run: Run) -> None:
    status, out, _ = run("export", "--format", "csv")
    assert (status, out[0], out[-2:]) == (DONE, "\ufeff", "\r\n")
    rows = list(csv.DictReader(io.StringIO(out[1:], newline="")))
    assert [row["id"] for row in rows] == ["nac-depression", "nac-sleep", "nmn-depression"]


def test_claimreview_holds_the_published_claims_with_their_pages(run: Run) -> None:
    _, out, _ = run("export", "--format", "claimreview", "--site", "https://example.org/c")
    urls = [written["url"] for written in json.loads(out)]
    assert urls == [
        f"https://example.org/c/claims/{id_}/" for id_ in ("nac-sleep", "nmn-depression")
    ]


def test_a_site_without_claimreview_is_wrong_use(run: Run) -> None:
    assert run("export", "--site", "https://example.org")[0] == WRONG_USE


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "--since", "yesterday"],
        ["export", "--format", "claimreview", "--site", "javascript:alert(1)"],
        ["export", "--format", "claimreview", "--site", "example.org"],
        ["signoff", "nac-sleep", "--by", "Ada"],
        ["signoff", "nac-sleep", "--by", "Ada", "--role", "salesman"],
        ["signoff", "nac-sleep", "--by", " . ", "--role", "doctor"],
        ["accept", "nac-sleep"],
        ["accept", "nac-sleep", "--by", "A\x1b[2J"],
        ["reject", "nac-sleep", "--by", "Ada"],
        ["reject", "nac-sleep", "--by", "Ada", "--reason", ""],
        ["import"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == WRONG_USE
    assert "usage: python -m knowledge" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["csv", "claimreview", "yaml"])
def test_the_bytes_of_an_export_are_the_same_on_every_machine(form: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "knowledge", "export", "--format", form, "--since", "2026-11-22"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (DONE, b"")
    assert len(ended.stdout.decode("utf-8")) > 1000
    assert ended.stdout.startswith(b"\xef\xbb\xbf") is (form == "csv")


def test_a_sign_off_changes_one_line_and_is_shown(run: Run, folder: Path) -> None:
    before = (folder / "substances/nac.yaml").read_text(encoding="utf-8").splitlines()
    status, out, _ = run("signoff", "nac-sleep", "--by", "Dr Ada Example", "--role", "pharmacist")
    signed = f"signed off by Dr Ada Example (pharmacist), {TODAY}"
    assert (status, out) == (DONE, f"nac-sleep: {signed}\n")
    after = (folder / "substances/nac.yaml").read_text(encoding="utf-8").splitlines()
    (gone,) = [line for line in before if line not in after]
    assert gone.startswith("    review: ")
    assert run("lint") == (DONE, "", "")
    assert run("show", "nac-sleep")[1].endswith(
        f"signed off: {signed.removeprefix('signed off ')}\n"
    )
    assert run("show", "nac-depression")[1].endswith("signed off: no\n")
    assert json.loads(run("stats", "--json")[1])["signed_off"] == 1


def test_a_change_after_the_sign_off_takes_it_away(run: Run, folder: Path) -> None:
    run("signoff", "nac-sleep", "--by", "Dr Ada Example", "--role", "other clinician")
    small_library.change(folder, "substances/nac.yaml", "Two small trials", "Ten large trials")
    status, out, _ = run("lint")
    assert status == FOUND
    assert "nac-sleep: changed since Dr Ada Example signed it off" in out
    assert "no longer: the claim has changed since" in run("show", "nac-sleep")[1]
    assert json.loads(run("stats", "--json")[1])["signed_off"] == 0
    run("signoff", "nac-sleep", "--by", "Dr Bea Example", "--role", "nurse")
    assert run("lint")[0] == DONE


def test_a_sign_off_of_an_unknown_claim_is_wrong_use(run: Run, folder: Path) -> None:
    before = everything(folder)
    assert run("signoff", "nac", "--by", "Ada", "--role", "doctor")[0] == WRONG_USE
    assert everything(folder) == before


def test_an_import_makes_drafts_and_shows_proposals_old_against_new(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = sent(
        run,
        tmp_path,
        "yaml",
        (HEADLINE, OTHER),
        ("nac-sleep", "nac-rest"),
        ("outcome: sleep", "outcome: depression\n  # moved"),
        (
            "relation: improves\n  outcome: depression\n  # moved",
            "relation: harms\n  outcome: depression",
        ),
        ("knocks you out", "knocks everybody out"),
    )
    status, out, err = run("import", file, "--from", "Team Pepper")
    assert (status, err) == (DONE, "")
    assert out.splitlines() == [
        "nac-rest: new, a draft in nac.yaml",
        f"nmn-depression: from Team Pepper, {TODAY}; accepted by nobody yet",
        "  headline:",
        f"    - {HEADLINE}",
        f"    + {OTHER}",
        "1 drafts, 1 proposals, 1 known",
    ]
    assert run("lint") == (DONE, "", "")
    assert run("proposals")[1].splitlines() == out.splitlines()[1:-1]


def test_a_broken_file_changes_nothing_and_every_wrong_line_is_named(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = sent(
        run, tmp_path, "jsonl", (HEADLINE, OTHER), ("Cochrane", "A Shop"), ('"trials"', '"tales"')
    )
    before = everything(folder)
    status, out, err = run("import", file)
    assert (status, err) == (FOUND, "5 faults; nothing was imported\n")
    lines = [line.split(": ")[0] for line in out.splitlines()]
    assert lines == [f"sent.jsonl:{number}" for number in (1, 2, 2, 3, 3)]
    assert "nac-depression: best_evidence is 'tales'" in out
    assert "nmn-depression: unknown publisher 'A Shop'" in out
    assert "nmn-depression: published without a source of publishers.yaml" in out
    assert everything(folder) == before


def test_two_people_accept_a_proposal(run: Run, folder: Path, tmp_path: Path) -> None:
    run("import", sent(run, tmp_path, "jsonl", (HEADLINE, OTHER)), "--from", "Team Pepper")
    accept = ("accept", "nmn-depression", "--by")
    status, _, err = run(*accept, "Team Pepper")
    assert status == WRONG_USE
    assert "is on the sender's side" in err
    assert run(*accept, "Ann")[:2] == (DONE, "nmn-depression: one more person must accept it\n")
    assert run(*accept, "Ann")[0] == WRONG_USE
    assert HEADLINE in (folder / "substances/nmn.yaml").read_text(encoding="utf-8")
    assert run(*accept, "Bob")[:2] == (DONE, "nmn-depression: in the library now\n")
    assert OTHER in (folder / "substances/nmn.yaml").read_text(encoding="utf-8")
    assert run("proposals") == (DONE, "", "")
    assert run(*accept, "Eve")[0] == WRONG_USE
    assert run("lint") == (DONE, "", "")


def test_one_person_rejects_a_proposal_and_says_why(run: Run, folder: Path, tmp_path: Path) -> None:
    run("import", sent(run, tmp_path, "jsonl", (HEADLINE, OTHER)))
    reject = ("reject", "nmn-depression", "--by", "Ann", "--reason", "It says the same.")
    assert run(*reject) == (DONE, "nmn-depression: rejected\n", "")
    assert run("proposals") == (DONE, "", "")
    decided = (folder / "incoming/decisions.jsonl").read_text(encoding="utf-8")
    assert json.loads(decided)["reason"] == "It says the same."
    assert run(*reject)[0] == WRONG_USE


def test_a_library_that_cannot_be_read_takes_nothing_in(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = sent(run, tmp_path, "jsonl", (HEADLINE, OTHER))
    small_library.change(folder, "substances/nmn.yaml", "status: unproven", "status: excellent")
    before = everything(folder)
    for command in (
        ("import", file),
        ("signoff", "nac-sleep", "--by", "Ada", "--role", "doctor"),
        ("accept", "nmn-depression", "--by", "Ann"),
    ):
        assert run(*command)[0] == WRONG_USE
    assert everything(folder) == before
