"""The stored base: applying a library touches what differs, and loading gives it back equal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from knowledge import Content, Database, sqlite_url, stored_base
from knowledge.model import Certainty, ClaimState, Nature, Outcome, Safety, TipOffPattern
from knowledge.storage import tables
from knowledge.storage.base import Changes
from tests import make

WHOLE = make.content(
    make.claim(),
    make.signed(
        id="nac-sleep",
        substance="nac",
        outcome="sleep",
        state=ClaimState.DRAFT,
        sources=(replace(make.SOURCE, year=None),),
        safety_facts=(),
        headline="Ñandú — 烟酰胺 \u200f مرحبا 🧂",
    ),
    outcomes=(
        *make.OUTCOMES,
        Outcome(
            "low-through-sleep",
            "low mood from bad sleep",
            Nature.CONDITION,
            {"en": ("tired",), "zh": ("累",)},
            ambiguous=frozenset({"tired", "worn"}),
            opposite=frozenset({"fresh"}),
            parts=("depression", "sleep"),
        ),
    ),
    tip_offs=(TipOffPattern("cure-all", "Cure for everything", "Nothing is.", {"en": ("all",)}),),
    cues={"relations.improves": {"en": ("cure", "cured"), "es": ("curar",)}, "stance.asks": {}},
)
RECORDS = len(WHOLE.claims) + len(WHOLE.substances) + len(WHOLE.outcomes) + 1 + len(WHOLE.cues)


def ordered(content: Content) -> dict[str, Any]:
    """Content as a mapping in which the order of records does not matter."""
    return {
        name: sorted(getattr(content, name), key=lambda record: str(record.id))
        for name in ("claims", "substances", "outcomes", "tip_offs")
    } | {"cues": content.cues}


async def test_a_base_that_was_never_loaded_is_empty_and_of_version_zero(
    database: Database,
) -> None:
    assert await stored_base.version(database) == 0
    assert await stored_base.load(database) == (Content((), (), ()), 0)


async def test_the_first_load_adds_everything(database: Database) -> None:
    assert await stored_base.apply(database, WHOLE) == Changes(RECORDS, 0, 0)
    assert await stored_base.version(database) == 1


async def test_a_second_load_of_the_same_content_changes_nothing(database: Database) -> None:
    await stored_base.apply(database, WHOLE)
    changes = await stored_base.apply(database, WHOLE)
    assert changes == Changes(0, 0, 0)
    assert not changes
    assert await stored_base.version(database) == 1


async def test_the_order_of_records_is_no_change(database: Database) -> None:
    await stored_base.apply(database, WHOLE)
    turned = replace(
        WHOLE, claims=WHOLE.claims[::-1], cues=dict(reversed(list(WHOLE.cues.items())))
    )
    assert not await stored_base.apply(database, turned)


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": "Nobody knows."},
        {"certainty": Certainty.LOW},
        {"safety": Safety.DANGER},
        {"state": ClaimState.DRAFT},
        {"substance": "nac"},
        {"phrasings": (*make.CLAIM.phrasings, "one more")},
        {"sources": (replace(make.SOURCE, says="Something else."),)},
        {"review": make.signed().review},
    ],
    ids=lambda changes: next(iter(changes)),
)
async def test_a_changed_claim_is_one_change_and_raises_the_version(
    database: Database, changes: dict[str, Any]
) -> None:
    await stored_base.apply(database, WHOLE)
    changed = replace(WHOLE, claims=(make.claim(**changes), *WHOLE.claims[1:]))
    assert await stored_base.apply(database, changed) == Changes(0, 1, 0)
    content, version = await stored_base.load(database)
    assert version == 2
    assert ordered(content) == ordered(changed)


async def test_a_changed_word_of_the_vocabulary_is_one_change(database: Database) -> None:
    await stored_base.apply(database, WHOLE)
    renamed = replace(
        WHOLE, substances=(replace(WHOLE.substances[0], name="N M N"), *WHOLE.substances[1:])
    )
    assert await stored_base.apply(database, renamed) == Changes(0, 1, 0)


async def test_what_is_gone_from_the_library_is_removed(database: Database) -> None:
    await stored_base.apply(database, WHOLE)
    fewer = replace(WHOLE, claims=WHOLE.claims[:1], tip_offs=(), cues={})
    assert await stored_base.apply(database, fewer) == Changes(0, 0, 1 + 1 + len(WHOLE.cues))
    content, version = await stored_base.load(database)
    assert ordered(content) == ordered(fewer)
    assert version == 2


async def test_many_changes_at_once_are_one_version(database: Database) -> None:
    await stored_base.apply(database, WHOLE)
    other = replace(
        WHOLE, claims=(make.claim(headline="New."), make.claim(id="nmn-sleep", outcome="sleep"))
    )
    assert await stored_base.apply(database, other) == Changes(1, 1, 1)
    assert await stored_base.version(database) == 2


async def test_a_record_of_the_same_id_but_another_kind_is_another_record(
    database: Database,
) -> None:
    both = replace(WHOLE, cues={"depression": {"en": ("low",)}})
    await stored_base.apply(database, both)
    content, _ = await stored_base.load(database)
    assert ordered(content) == ordered(both)


async def test_a_round_trip_gives_equal_content(database: Database) -> None:
    await stored_base.apply(database, WHOLE)
    content, _ = await stored_base.load(database)
    assert ordered(content) == ordered(WHOLE)


async def test_the_real_library_survives_a_round_trip_and_a_restart(
    file: Path, library: Content
) -> None:
    first = await Database.open(sqlite_url(file))
    await stored_base.apply(first, library)
    await first.close()
    second = await Database.open(sqlite_url(file))
    try:
        content, version = await stored_base.load(second)
        assert ordered(content) == ordered(library)
        assert version == 1
        assert not await stored_base.apply(second, library)
    finally:
        await second.close()


async def test_the_columns_of_a_claim_say_what_its_record_says(database: Database) -> None:
    await stored_base.apply(database, WHOLE)
    changed = replace(WHOLE, claims=(make.claim(state=ClaimState.DRAFT), WHOLE.claims[1]))
    await stored_base.apply(database, changed)
    async with database.read() as connection:
        rows = (await connection.execute(select(tables.claims))).all()
    assert len(rows) == 2
    for row in rows:
        shown = (row.id, row.substance, row.relation, row.outcome, row.state)
        names = ("id", "substance", "relation", "outcome", "state")
        assert shown == tuple(row.body[name] for name in names)


async def test_an_application_that_fails_leaves_the_base_as_it_was(database: Database) -> None:
    await stored_base.apply(database, WHOLE)
    broken = replace(WHOLE, claims=(make.claim(headline=object()),))
    with pytest.raises(TypeError):
        await stored_base.apply(database, broken)
    content, version = await stored_base.load(database)
    assert ordered(content) == ordered(WHOLE)
    assert version == 1
