"""A snapshot of the stored base: the same from the cache as made anew."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge import (
    Assessment,
    ClaimState,
    Database,
    LibraryError,
    Snapshot,
    assess,
    kept,
    kept_library,
    library_snapshot,
    load_library,
    stored_base,
    stored_snapshot,
)
from tests import make
from tests.knowledge import small_library

SMALL = make.content(
    make.claim(),
    make.claim(id="nac-sleep", substance="nac", outcome="sleep", claim="NAC gives deep sleep"),
    make.claim(id="nac-draft", substance="nac", state=ClaimState.DRAFT),
    cues={"relations.improves-condition": {"en": ("cure", "relieve")}},
)
TEXTS = ("NMN cured my depression", "is nicotinamide mononucleotid good for sleep?", "hello")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "grain-of-salt"


def files(place: Path) -> list[Path]:
    return list(place.glob("base-*"))


def said(base: Snapshot) -> list[Assessment]:
    return [assess(text, base) for text in TEXTS]


async def test_a_base_from_the_cache_is_like_one_made_anew(database: Database, place: Path) -> None:
    await stored_base.apply(database, SMALL)
    made = await stored_snapshot(database, meaning=False)
    assert len(files(place)) == 1
    kept = await stored_snapshot(database, meaning=False)
    assert (kept.version, list(kept.claims)) == (made.version, list(made.claims))
    assert {**kept.claims} == {**made.claims}
    assert {**kept.by_substance} == {**made.by_substance}
    assert kept.content == made.content
    assert said(kept) == said(made)
    assert said(kept)[0].findings


async def test_drafts_are_left_out_of_both(database: Database) -> None:
    await stored_base.apply(database, SMALL)
    for _ in range(2):
        base = await stored_snapshot(database, meaning=False)
        assert list(base.claims) == ["nac-sleep", "nmn-depression"]
        assert len(base.content.claims) == 3


async def test_a_changed_base_is_indexed_anew(database: Database, place: Path) -> None:
    await stored_base.apply(database, SMALL)
    before = await stored_snapshot(database, meaning=False)
    newer = make.claim(headline="A trial in people was published.")
    await stored_base.apply(database, replace(SMALL, claims=(newer,)))
    after = await stored_snapshot(database, before, meaning=False)
    assert after.claims[newer.id] == newer
    assert list(after.claims) == [newer.id]
    assert after.vocabulary is before.vocabulary
    assert len(files(place)) == 2


async def test_a_spoilt_cache_only_costs_the_time_to_index(database: Database, place: Path) -> None:
    await stored_base.apply(database, SMALL)
    made = await stored_snapshot(database, meaning=False)
    (file,) = files(place)
    file.write_bytes(file.read_bytes()[:-100])
    assert said(await stored_snapshot(database, meaning=False)) == said(made)


async def test_without_a_place_for_the_cache_it_is_made_each_time(
    database: Database, place: Path
) -> None:
    place.parent.touch()
    await stored_base.apply(database, SMALL)
    for _ in range(2):
        assert said(await stored_snapshot(database, meaning=False))[0].findings


async def test_a_base_without_anything_can_be_kept(database: Database) -> None:
    for _ in range(2):
        base = await stored_snapshot(database, meaning=False)
        assert not base.claims
        assert not assess("NMN cured my depression", base).findings


def test_a_library_is_indexed_once_and_again_when_it_changes(tmp_path: Path, place: Path) -> None:
    folder = small_library.write(tmp_path)
    made = library_snapshot(folder)
    assert len(files(place)) == 1
    kept = library_snapshot(folder)
    assert kept.content == made.content
    assert [assess(text, kept) for text in TEXTS] == [assess(text, made) for text in TEXTS]
    outcomes = folder / "outcomes.yaml"
    outcomes.write_text(outcomes.read_text("utf-8") + "\n# one more line\n", "utf-8")
    library_snapshot(folder)
    assert len(files(place)) == 1
    outcomes.write_text(outcomes.read_text("utf-8").replace("insomnia", "restlessness"), "utf-8")
    assert library_snapshot(folder).content != made.content
    assert len(files(place)) == 2


def test_of_several_who_start_together_one_makes_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_library.write(tmp_path)
    kept_library(folder)
    together, made, make_it = threading.Barrier(2), list[Snapshot](), kept._made

    def counted(*given: Any) -> Snapshot:
        made.append(make_it(*given))
        return made[-1]

    monkeypatch.setattr(kept, "_made", counted)

    def start() -> list[Assessment]:
        together.wait(10)
        return said(library_snapshot(folder))

    with ThreadPoolExecutor(2) as threads:
        first, second = (threads.submit(start) for _ in range(2))
        assert first.result() == second.result()
    assert len(made) == 1


def test_the_files_of_a_library_are_read_again_when_one_has_changed(tmp_path: Path) -> None:
    folder = small_library.write(tmp_path)
    assert [*kept_library(folder).bodies] == [*kept_library(folder).bodies]
    (substance, *_) = sorted((folder / "substances").iterdir())
    substance.write_text("claims: [\n", "utf-8")
    with pytest.raises(LibraryError, match=substance.name):
        kept_library(folder)


async def test_a_library_and_a_base_filled_from_it_are_the_same(
    database: Database, tmp_path: Path, place: Path
) -> None:
    folder = small_library.write(tmp_path)
    await stored_base.apply(database, load_library(folder))
    stored = await stored_snapshot(database, meaning=False)
    assert stored.content == library_snapshot(folder).content
    assert len(files(place)) == 1


async def test_a_base_is_filled_alike_from_files_and_from_what_was_kept_of_them(
    database: Database, tmp_path: Path
) -> None:
    folder = small_library.write(tmp_path)
    await stored_base.apply(database, load_library(folder))
    for _ in range(2):
        assert not await stored_base.apply(database, kept_library(folder))


def test_a_broken_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "substances").mkdir()
    with pytest.raises(LibraryError, match="no substance files"):
        library_snapshot(tmp_path)


async def test_a_base_that_nobody_uses_any_more_is_gone_at_once(database: Database) -> None:
    """The bot sets its base apart from what the garbage collector looks through."""
    await stored_base.apply(database, SMALL)
    base = await stored_snapshot(database, meaning=False)
    assert said(base)[0].findings
    retrieval, claims = weakref.ref(base.retrieval), weakref.ref(base.content.claims)
    gc.disable()
    try:
        del base
        assert (retrieval(), claims()) == (None, None)
    finally:
        gc.enable()
