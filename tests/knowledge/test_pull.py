"""Pulling: what moderators changed comes back as files, and only that."""

from __future__ import annotations

import asyncio
import difflib
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from knowledge import (
    Database,
    Draft,
    DraftKind,
    Member,
    Role,
    drafts,
    load_library,
    stored_base,
    stored_history,
)
from knowledge.__main__ import main
from knowledge.library import records
from knowledge.library.files import LIBRARY
from knowledge.library.records import Plain
from knowledge.storage.base import Changes
from tests import make
from tests.knowledge import small_library
from tests.knowledge.storage.moderating import ACT, edit, present, seen, write

DONE, FOUND, WRONG_USE = 0, 1, 2
ID = "nmn-depression"
RITA = Member("r" * 64, "Rita", Role.REVIEWER)
HEADLINE = "Nobody has shown in a study that NMN helps depression."
Pull = Callable[[], Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_library.write(tmp_path / "library")


@pytest.fixture
async def base(address: URL, folder: Path) -> AsyncIterator[Database]:
    """A stored base that holds the library of the folder."""
    database = await Database.open(address)
    await stored_base.apply(database, load_library(folder))
    yield database
    await database.close()


@pytest.fixture
def pull(address: URL, folder: Path, capsys: pytest.CaptureFixture[str]) -> Pull:
    """Runs the command; gives back its status, output and errors."""
    place = address.render_as_string(hide_password=False)

    async def command() -> tuple[int, str, str]:
        arguments = ["pull", "--database", place, "--library", str(folder)]
        status = await asyncio.to_thread(main, arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


def texts(folder: Path) -> dict[str, str]:
    """Every file of the library, and nothing that lies around there."""
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def diff(folder: Path, before: dict[str, str]) -> list[str]:
    """The lines that differ, over all files."""
    after = texts(folder)
    return [
        line
        for name in sorted({*before, *after})
        for line in difflib.unified_diff(
            before.get(name, "").splitlines(), after.get(name, "").splitlines(), n=0, lineterm=""
        )
        if line[:2] not in ("--", "++", "@@")
    ]


async def apply(database: Database, folder: Path) -> Changes:
    return await stored_base.apply(database, load_library(folder))


async def test_where_nobody_changed_anything_nothing_is_written(
    base: Database, folder: Path, pull: Pull
) -> None:
    assert await pull() == (DONE, "0 written, 0 left\n", "")
    assert texts(folder) == small_library.FILES


async def test_a_changed_field_is_the_only_thing_that_differs(
    base: Database, folder: Path, pull: Pull
) -> None:
    await edit(base, headline=HEADLINE)
    assert await pull() == (DONE, f"{ID}: headline in nmn.yaml\n1 written, 0 left\n", "")
    assert diff(folder, small_library.FILES) == [
        "-    headline: No study in people shows that NMN helps depression.",
        f"+    headline: {HEADLINE}",
    ]


async def test_pulling_twice_changes_nothing_more(base: Database, folder: Path, pull: Pull) -> None:
    await edit(base, headline=HEADLINE)
    await pull()
    before = texts(folder)
    assert await pull() == (DONE, "0 written, 0 left\n", "")
    assert texts(folder) == before


async def test_after_a_restart_the_library_holds_what_was_pulled(
    base: Database, folder: Path, pull: Pull
) -> None:
    await edit(base, headline=HEADLINE)
    await pull()
    assert await apply(base, folder) == Changes(0, 0, 0)
    async with base.read() as connection:
        assert await stored_history.moderated(connection) == ()
    small_library.change(folder, "substances/nmn.yaml", HEADLINE, "No study shows that NMN helps.")
    assert await apply(base, folder) == Changes(0, 1, 0)


async def test_a_new_claim_goes_behind_the_others_of_its_substance(
    base: Database, folder: Path, pull: Pull
) -> None:
    old = await present(base, id_="nac-sleep")
    assert old
    new = {**old, "id": "nmn-sleep", "substance": "nmn", "phrasings": ["NMN knocks me out"]}
    await write(base, "claim", "nmn-sleep", new)
    assert (await pull())[:2] == (DONE, "nmn-sleep: new, in nmn.yaml\n1 written, 0 left\n")
    lines = diff(folder, small_library.FILES)
    assert lines[0] == "+  - id: nmn-sleep"
    assert all(line.startswith("+") for line in lines)
    assert await apply(base, folder) == Changes(0, 0, 0)


async def test_a_claim_that_was_removed_leaves_its_file(
    base: Database, folder: Path, pull: Pull
) -> None:
    for id_ in ("nac-sleep", ID):
        await write(base, "claim", id_, None, await seen(base, id_=id_))
    status, out, _ = await pull()
    assert (status, out.splitlines()[0]) == (DONE, "nac-sleep: removed from nac.yaml")
    assert all(line.startswith("-") for line in diff(folder, small_library.FILES))
    assert [claim.id for claim in load_library(folder).claims] == ["nac-depression"]
    assert await apply(base, folder) == Changes(0, 0, 0)


async def test_a_claim_that_was_taken_back_is_a_draft_in_its_file(
    base: Database, folder: Path, pull: Pull
) -> None:
    async with base.write() as connection:
        await stored_history.unpublish(base, connection, ID, ACT)
    await pull()
    assert diff(folder, small_library.FILES) == ["-    state: published", "+    state: draft"]


async def test_a_new_phrasing_is_one_new_line(base: Database, folder: Path, pull: Pull) -> None:
    stored = await present(base)
    assert stored
    await edit(base, phrasings=[*stored["phrasings"], "NMN lifted the fog"])
    await pull()
    assert diff(folder, small_library.FILES) == ["+      - NMN lifted the fog"]


async def test_new_names_of_a_substance_go_into_their_lists(
    base: Database, folder: Path, pull: Pull
) -> None:
    stored = await present(base, "substance", "nmn")
    assert stored
    names = {"en": [*stored["names"]["en"], "enemen"], "de": ["Enemen"]}
    changed = {**stored, "names": stored["names"] | names, "ambiguous": ["enemen"]}
    await write(base, "substance", "nmn", changed, await seen(base, "substance", "nmn"))
    status, out, _ = await pull()
    assert (status, out) == (
        DONE,
        "nmn: names.en, names.de, ambiguous in nmn.yaml\n1 written, 0 left\n",
    )
    assert diff(folder, small_library.FILES) == [
        "-  en: [NMN, nicotinamide mononucleotide]",
        "+  en: [NMN, nicotinamide mononucleotide, enemen]",
        "+  de: [Enemen]",
        "+ambiguous: [enemen]",
    ]
    assert await apply(base, folder) == Changes(0, 0, 0)


async def test_several_changes_in_one_file_arrive_together(
    base: Database, folder: Path, pull: Pull
) -> None:
    await edit(base, headline=HEADLINE)
    stored = await present(base, "substance", "nmn")
    assert stored
    changed = {**stored, "names": {**stored["names"], "en": [*stored["names"]["en"], "enemen"]}}
    await write(base, "substance", "nmn", changed, await seen(base, "substance", "nmn"))
    await edit(base, "nac-sleep", who_to_ask="doctor")
    assert (await pull())[1].endswith("3 written, 0 left\n")
    assert await apply(base, folder) == Changes(0, 0, 0)


async def test_a_substance_that_is_new_gets_a_file_before_its_claims(
    base: Database, folder: Path, pull: Pull
) -> None:
    substance = {"id": "zinc", "name": "zinc", "group": "mineral", "names": {"en": ["zinc"]}}
    await write(base, "substance", "zinc", substance)
    old = await present(base, id_="nac-sleep")
    assert old
    new = {**old, "id": "zinc-sleep", "substance": "zinc", "phrasings": ["zinc for dreams"]}
    await write(base, "claim", "zinc-sleep", new)
    assert (await pull())[:2] == (
        DONE,
        "zinc: new, in zinc.yaml\nzinc-sleep: new, in zinc.yaml\n2 written, 0 left\n",
    )
    assert await apply(base, folder) == Changes(0, 0, 0)


def made(kind: DraftKind, id_: str, **fields: Any) -> Plain:
    """What the draft of a moderator becomes."""
    return drafts.body_of(Draft(1, kind, id_, RITA.person, fields), None, "Rita", RITA, make.TODAY)


async def test_a_new_substance_is_written_as_the_library_is(
    base: Database, folder: Path, pull: Pull
) -> None:
    await write(base, "substance", "zinc", made(
        DraftKind.SUBSTANCE, "zinc",
        name="Zinc", group="mineral", names=["de: Zink", "en: zinc: the metal"], ambiguous=["Zink"],
    ))  # fmt: skip
    assert (await pull())[:2] == (DONE, "zinc: new, in zinc.yaml\n1 written, 0 left\n")
    assert texts(folder)["substances/zinc.yaml"] == (
        "id: zinc\nname: Zinc\ngroup: mineral\nnames:\n  en: [Zinc, 'zinc: the metal']\n"
        "  de: [Zink]\nambiguous: [Zink]\n"
    )
    assert await apply(base, folder) == Changes(0, 0, 0)


async def test_an_outcome_that_is_new_goes_to_its_place_in_the_list_of_outcomes(
    base: Database, folder: Path, pull: Pull
) -> None:
    await write(base, "outcome", "hair-growth", made(
        DraftKind.OUTCOME, "hair-growth",
        name="hair growth", nature="goal", words=["en: hair loss"], opposite=["hair loss"],
    ))  # fmt: skip
    old = await present(base, id_="nac-sleep")
    assert old
    new = {**old, "id": "nac-hair", "outcome": "hair-growth", "phrasings": ["nac for my hair"]}
    await write(base, "claim", "nac-hair", new)
    status, out, _ = await pull()
    assert status == DONE
    assert out.splitlines()[0] == "hair-growth: new, in outcomes.yaml"
    assert [outcome.id for outcome in load_library(folder).outcomes] == [
        "depression", "hair-growth", "sleep",
    ]  # fmt: skip
    assert all(line.startswith("+") for line in diff(folder, small_library.FILES))
    assert await apply(base, folder) == Changes(0, 0, 0)


async def test_a_word_for_an_outcome_goes_into_the_list_of_outcomes(
    base: Database, folder: Path, pull: Pull
) -> None:
    stored = await present(base, "outcome", "sleep")
    assert stored
    changed = {**stored, "words": {"en": [*stored["words"]["en"], "slumber"]}}
    await write(base, "outcome", "sleep", changed, await seen(base, "outcome", "sleep"))
    assert (await pull())[0] == DONE
    assert diff(folder, small_library.FILES)[1] == "+    en: [sleep, insomnia, slumber]"


async def test_what_would_break_the_rules_is_refused_and_nothing_is_written(
    base: Database, folder: Path, pull: Pull
) -> None:
    await edit(base, "nac-sleep", who_to_ask="doctor")
    await edit(base, headline="NMN is a scam!")
    status, out, err = await pull()
    assert (status, out) == (WRONG_USE, "")
    assert "nothing was written" in err
    assert f"nmn.yaml:13: {ID}: headline has scorn or hype: 'scam'" in err
    assert texts(folder) == small_library.FILES


async def test_what_only_a_person_can_write_is_named_and_nothing_is_written(
    base: Database, folder: Path, pull: Pull
) -> None:
    await edit(base, headline=HEADLINE)
    stored = await present(base, "substance", "nac")
    assert stored
    await write(
        base, "substance", "nac", {**stored, "group": "new"}, await seen(base, "substance", "nac")
    )
    status, _, err = await pull()
    assert status == WRONG_USE
    assert "nac: moderators changed group: do it by hand" in err
    assert texts(folder) == small_library.FILES
    small_library.change(folder, "substances/nac.yaml", "group: amino acid", "group: new")
    assert (await pull())[1] == f"{ID}: headline in nmn.yaml\n1 written, 0 left\n"


async def test_what_the_library_changed_too_is_left_to_a_decision(
    base: Database, folder: Path, pull: Pull
) -> None:
    await edit(base, headline=HEADLINE)
    await edit(base, "nac-sleep", who_to_ask="doctor")
    theirs = "No study shows that NMN helps."
    old = "No study in people shows that NMN helps depression."
    small_library.change(folder, "substances/nmn.yaml", old, theirs)
    left = f"{ID}: the library changed this claim too; decide on it, then pull again\n"
    assert (await pull())[:2] == (
        FOUND,
        f"nac-sleep: who_to_ask in nac.yaml\n{left}1 written, 1 left\n",
    )
    assert theirs in texts(folder)["substances/nmn.yaml"]
    assert (await apply(base, folder)).kept == (("claim", ID),)
    assert (await pull())[:2] == (FOUND, f"{left}0 written, 1 left\n")
    async with base.write() as connection:
        key = stored_history.Key("claim", ID)
        await stored_history.settle(base, connection, key, await seen(base), ACT)
    assert (await pull())[:2] == (DONE, f"{ID}: headline in nmn.yaml\n1 written, 0 left\n")
    assert HEADLINE in texts(folder)["substances/nmn.yaml"]


async def test_in_a_real_file_exactly_the_lines_of_the_field_differ(
    sqlite_address: URL, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    (folder / "substances").mkdir(parents=True)
    for file in [*LIBRARY.glob("*.yaml"), LIBRARY / "substances" / "nmn.yaml"]:
        shutil.copyfile(file, folder / file.relative_to(LIBRARY))
    # The real ones speak of many other substances.
    (folder / "dangers.yaml").write_text(small_library.DANGERS, encoding="utf-8")
    before = texts(folder)
    library = load_library(folder)
    claim = next(c for c in library.claims if c.id == ID)
    database = await Database.open(sqlite_address)
    await stored_base.apply(database, library)
    headline = "No trial in people shows that NMN relieves depression; hopes come from mice."
    named = records.plain(next(s for s in library.substances if s.id == "nmn"))
    named["names"]["es"].append("pastillas de NMN")
    await edit(database, headline=headline, phrasings=[*claim.phrasings, "NMN made me happy"])
    await write(database, "substance", "nmn", named, await seen(database, "substance", "nmn"))
    arguments = ["--library", str(folder), "pull", "--database", str(sqlite_address.database)]
    assert await asyncio.to_thread(main, arguments) == DONE
    old = "  es: [mononucleótido de nicotinamida, nicotinamida mononucleótido"
    assert diff(folder, before) == [
        f"-{old}]",
        f"+{old}, pastillas de NMN]",
        f"-    headline: {claim.headline}",
        f"+    headline: {headline}",
        "+      - NMN made me happy",
    ]
    assert await apply(database, folder) == Changes(0, 0, 0)
    await database.close()


def test_a_database_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["pull", "--database", str(tmp_path / "no.sqlite3")])
    assert refused.value.code == WRONG_USE
    assert "there is no file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


async def test_a_database_of_another_version_is_refused(
    sqlite_address: URL, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = await Database.open(sqlite_address)
    async with database.write() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    await database.close()
    arguments = ["pull", "--database", str(sqlite_address.database), "--library", str(folder)]
    assert await asyncio.to_thread(main, arguments) == WRONG_USE
    assert "its tables are of version 0001" in capsys.readouterr().err
