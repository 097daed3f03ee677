"""The command line of the base: lint, stats, show, export, load, site."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError, SiteError, UnknownClaim
from knowledge.exchange import as_lines
from knowledge.library import files, lint, records
from knowledge.model import Claim, Content
from knowledge.storage import base
from knowledge.storage.database import Database
from knowledge.storage.sqlite import sqlite_url

DONE, FOUND, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 lint found something wrong, 2 wrong use."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.act(asked))
    except KnowledgeError as error:
        print(f"knowledge: {error}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument(
        "--library", type=Path, default=files.LIBRARY, help="another library folder"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checked = commands.add_parser("lint", help="check every rule; names file and line")
    checked.set_defaults(act=_lint)
    counted = commands.add_parser("stats", help="count what is in the library")
    counted.add_argument("--json", action="store_true", help="as JSON")
    counted.set_defaults(act=_stats)
    shown = commands.add_parser("show", help="one claim, whole")
    shown.add_argument("claim", metavar="CLAIM", help="the id of a claim")
    shown.set_defaults(act=_show)
    exported = commands.add_parser("export", help="every claim, one a line")
    exported.add_argument("--format", choices=["jsonl"], default="jsonl")
    exported.set_defaults(act=_export)
    loaded = commands.add_parser("load", help="apply the library to a running bot's database")
    loaded.add_argument("file", type=Path, help="the bot's SQLite file")
    loaded.set_defaults(act=_load)
    made = commands.add_parser("site", help="the base as a website of plain files")
    made.add_argument("folder", metavar="OUT", type=Path, help="where; a site there is replaced")
    made.add_argument("--address", default="", metavar="URL", help="where it will be on the web")
    made.set_defaults(act=_site)
    return parser


def _lint(asked: argparse.Namespace) -> int:
    faults = lint.check(asked.library)
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults", file=sys.stderr)
    return FOUND if faults else DONE


def _stats(asked: argparse.Namespace) -> int:
    counted = statistics(files.load(asked.library))
    if asked.json:
        print(json.dumps(counted, indent=2))
        return DONE
    for name, value in counted.items():
        if isinstance(value, dict):
            print(f"{name}: " + ", ".join(f"{key} {count}" for key, count in value.items()))
        else:
            print(f"{name}: {value}")
    return DONE


def statistics(content: Content) -> dict[str, Any]:
    """What the library holds, counted; the shares are of published claims, 0..1."""
    claims = [claim for claim in content.claims if claim.published]
    names: Counter[str] = Counter()
    for entry in content.substances:
        names.update({language: len(words) for language, words in entry.names.items()})
    for outcome in content.outcomes:
        names.update({language: len(words) for language, words in outcome.words.items()})
    return {
        "published": len(claims),
        "drafts": len(content.claims) - len(claims),
        "substances": len(content.substances),
        "outcomes": len(content.outcomes),
        "phrasings": sum(len(claim.phrasings) for claim in claims),
        "sources": sum(len(claim.sources) for claim in claims),
        "read_in_copies": sum(not s.address for claim in claims for s in claim.sources),
        "with_two_sources": _share(sum(bool(s.address) for s in c.sources) > 1 for c in claims),
        "status": _counted(claim.status.value for claim in claims),
        "certainty": _counted(claim.certainty.value for claim in claims),
        "safety": _counted(claim.safety.value for claim in claims),
        "relation": _counted(claim.relation.value for claim in claims),
        "signed_off": sum(claim.review.clinician for claim in claims),
        "names_by_language": dict(names.most_common()),
    }


def _share(held: Iterable[bool]) -> float:
    each = list(held)
    return round(sum(each) / max(len(each), 1), 3)


def _counted(values: Any) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _show(asked: argparse.Namespace) -> int:
    claim = _find(files.load(asked.library), asked.claim)
    for name, value in records.plain(claim).items():
        _print_field(name, value)
    return DONE


def _find(content: Content, id_: str) -> Claim:
    for claim in content.claims:
        if claim.id == id_:
            return claim
    raise UnknownClaim(id_)


def _print_field(name: str, value: Any) -> None:
    if isinstance(value, list):
        print(f"{name}:")
        for item in value:
            print(f"  - {item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)}")
    elif isinstance(value, dict):
        print(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    else:
        print(f"{name}: {value}")


def _export(asked: argparse.Namespace) -> int:
    for line in as_lines(files.load(asked.library)):
        print(line)
    return DONE


def _load(asked: argparse.Namespace) -> int:
    content = files.load(asked.library)

    async def apply() -> base.Changes:
        database = await Database.open(sqlite_url(asked.file))
        try:
            return await base.apply(database, content)
        finally:
            await database.close()

    changes = asyncio.run(apply())
    print(f"added {changes.added}, changed {changes.changed}, removed {changes.removed}")
    return DONE


def _site(asked: argparse.Namespace) -> int:
    if importlib.util.find_spec("jinja2") is None:
        raise SiteError("the website needs Jinja2: pip install 'grain-of-salt[site]'")
    from knowledge.site import frame, pages, write

    shown = frame.frame(datetime.now(UTC).date(), asked.address)
    count = write.write(asked.folder, pages.site(files.load(asked.library), shown))
    print(f"{count} files in {asked.folder}")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
