"""The command line of the base: lint, stats, show, export, import, sign off, load, pull, site."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import URL

from knowledge import embedding, exchange, imports, proposals, pull
from knowledge.claimreview import as_claim_reviews
from knowledge.errors import (
    KnowledgeError,
    LibraryError,
    SiteError,
    StorageError,
    UnknownClaim,
)
from knowledge.library import edits, files, lint, records, signing
from knowledge.library.writing import write_all
from knowledge.matching.meaning import wordings
from knowledge.model import Claim, ClinicianRole, Content
from knowledge.received import received
from knowledge.statistics import in_words, statistics
from knowledge.storage import base, history, vectors
from knowledge.storage.database import Database
from knowledge.storage.sqlite import sqlite_url

DONE, FOUND, WRONG_USE = 0, 1, 2
FORMATS = ("jsonl", "yaml", "csv", "claimreview")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 something was found wrong, 2 wrong use."""
    asked = _parser().parse_args(arguments)
    try:
        done = int(asked.act(asked))
        # Here, as nobody catches what fails when Python ends.
        sys.stdout.flush()
        return done
    except KnowledgeError as error:
        print(f"knowledge: {error}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        # The reader of our output went away; that is no fault of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
    exported = commands.add_parser("export", help="all claims, in a form that others read")
    exported.add_argument("--format", choices=FORMATS, default="jsonl")
    exported.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="DATE",
        help="only what was reviewed from then on",
    )
    exported.add_argument(
        "--site", type=_address, metavar="URL", help="claimreview: where the website lies"
    )
    exported.set_defaults(act=_export)
    _add_changing(commands)
    loaded = commands.add_parser("load", help="apply the library to a running bot's database")
    loaded.add_argument("file", type=Path, help="the bot's SQLite file")
    loaded.set_defaults(act=_load)
    brought = commands.add_parser("pull", help="write what moderators changed back as files")
    brought.add_argument(
        "--database",
        type=_place,
        required=True,
        metavar="FILE_OR_URL",
        help="the bot's SQLite file, or the address of its PostgreSQL",
    )
    # Here too, and without a default: one would win over the option before the command.
    brought.add_argument(
        "--library", type=Path, default=argparse.SUPPRESS, help="another library folder"
    )
    brought.set_defaults(act=_pull)
    meant = commands.add_parser("vectors", help="make the vectors that come with the library anew")
    meant.set_defaults(act=_vectors)
    made = commands.add_parser("site", help="the base as a website of plain files")
    made.add_argument("folder", metavar="OUT", type=Path, help="where; a site there is replaced")
    made.add_argument("--address", default="", metavar="URL", help="where it will be on the web")
    made.set_defaults(act=_site)
    return parser


def _add_changing(commands: Any) -> None:
    """The commands that change the library."""
    signed = commands.add_parser("signoff", help="record that a clinician signed a claim off")
    signed.add_argument("claim", metavar="CLAIM", help="the id of a claim")
    signed.add_argument("--by", type=_name, required=True, metavar="NAME", help="who signs")
    signed.add_argument(
        "--role",
        type=ClinicianRole,
        required=True,
        metavar="ROLE",
        help=", ".join(ClinicianRole),
    )
    signed.set_defaults(act=_signoff)
    taken = commands.add_parser("import", help="take in claims of another team as drafts")
    taken.add_argument("file", type=Path, metavar="FILE", help="YAML or JSON lines")
    taken.add_argument(
        "--from",
        dest="team",
        type=_name,
        default="another team",
        metavar="TEAM",
        help="who sent it",
    )
    taken.set_defaults(act=_import)
    listed = commands.add_parser("proposals", help="what waits for two people to accept it")
    listed.set_defaults(act=_proposals)
    accepted = commands.add_parser("accept", help="accept a proposal; two people must")
    accepted.add_argument("claim", metavar="CLAIM", help="the id of a claim")
    accepted.add_argument("--by", type=_name, required=True, metavar="NAME", help="who accepts")
    accepted.set_defaults(act=_accept)
    rejected = commands.add_parser("reject", help="take a proposal away")
    rejected.add_argument("claim", metavar="CLAIM", help="the id of a claim")
    rejected.add_argument("--by", type=_name, required=True, metavar="NAME", help="who rejects")
    rejected.add_argument("--reason", type=_name, required=True, metavar="TEXT", help="why")
    rejected.set_defaults(act=_reject)


def _name(text: str) -> str:
    """Words that name somebody or something, for the records."""
    if not proposals.name_key(text) or not text.isprintable():
        raise argparse.ArgumentTypeError("must be a few words")
    return " ".join(text.split())


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError("must be an address like https://example.org")
    return text


def _today() -> date:
    return datetime.now(UTC).date()


def _lint(asked: argparse.Namespace) -> int:
    faults = lint.check(asked.library)
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults", file=sys.stderr)
    return FOUND if faults else DONE


def _stats(asked: argparse.Namespace) -> int:
    counted = statistics(files.load(asked.library), _today())
    if asked.json:
        print(json.dumps(counted, indent=2, ensure_ascii=False))
        return DONE
    for line in in_words(counted):
        print(line)
    return DONE


def _show(asked: argparse.Namespace) -> int:
    claim = _find(files.load(asked.library), asked.claim)
    for name, value in records.plain(claim).items():
        _print_field(name, value)
    print(f"signed off: {_sign_off(claim)}")
    return DONE


def _sign_off(claim: Claim) -> str:
    given = claim.review.sign_off
    if given is None:
        return "no"
    held = "" if claim.review.clinician else "; no longer: the claim has changed since"
    return f"by {given.by} ({given.role}), {given.signed}{held}"


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
    if asked.site and asked.format != "claimreview":
        raise KnowledgeError("--site goes with --format claimreview")
    content = files.load(asked.library)
    if asked.since:
        content = exchange.reviewed_since(content, asked.since)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # The bytes are those of the format, whatever this machine's own encoding and line ends.
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    for part in _parts(content, asked.format, asked.site or ""):
        sys.stdout.write(part)
    return DONE


def _parts(content: Content, form: str, site: str) -> Iterator[str]:
    match form:
        case "yaml":
            return exchange.as_yaml(content)
        case "csv":
            return exchange.as_csv(content)
        case "claimreview":
            return as_claim_reviews(content, site)
        case _:
            return (f"{line}\n" for line in exchange.as_lines(content))


def _signoff(asked: argparse.Namespace) -> int:
    claim = _find(files.load(asked.library), asked.claim)
    claim = signing.signed(claim, asked.by, asked.role, _today())
    file = asked.library / "substances" / f"{claim.substance}.yaml"
    review = {"review": edits.record_of(claim)["review"]}
    with edits.naming(file):
        text = edits.with_fields(edits.text_of(file), claim.id, review)
    write_all({file: text})
    print(f"{claim.id}: signed off {_sign_off(claim)}")
    return DONE


def _import(asked: argparse.Namespace) -> int:
    shelf = files.whole(asked.library)
    sent, wrong = received(asked.file)
    plan = imports.planned(shelf, sent, asked.library, asked.team, _today())
    if wrong := sorted([*wrong, *plan.wrong]):
        for fault in wrong:
            print(f"{asked.file.name}:{fault.line}: {fault.message}")
        print(f"{len(wrong)} faults; nothing was imported", file=sys.stderr)
        return FOUND
    write_all(imports.texts(plan, asked.library))
    for claim in plan.drafts:
        print(f"{claim.id}: new, a draft in {claim.substance}.yaml")
    for proposal in plan.proposals:
        _print_proposal(shelf.content, proposal)
    print(f"{len(plan.drafts)} drafts, {len(plan.proposals)} proposals, {len(plan.same)} known")
    return DONE


def _print_proposal(content: Content, proposal: proposals.Proposal) -> None:
    given = ", ".join(each.by for each in proposal.accepted) or "nobody yet"
    print(f"{proposal.claim.id}: from {proposal.sender}, {proposal.sent}; accepted by {given}")
    for line in proposals.diff(_find(content, proposal.claim.id), proposal.claim):
        print(line)


def _proposals(asked: argparse.Namespace) -> int:
    content = files.load(asked.library)
    for proposal in proposals.waiting(asked.library):
        _print_proposal(content, proposal)
    return DONE


def _accept(asked: argparse.Namespace) -> int:
    shelf = files.whole(asked.library)
    ours = _find(shelf.content, asked.claim)
    proposal = proposals.accept(asked.library, shelf, ours, asked.by, _today())
    missing = proposals.NEEDED - len(proposal.accepted)
    print(f"{ours.id}: " + ("one more person must accept it" if missing else "in the library now"))
    return DONE


def _reject(asked: argparse.Namespace) -> int:
    proposals.reject(asked.library, asked.claim, asked.by, asked.reason, _today())
    print(f"{asked.claim}: rejected")
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
    for kind, id_ in changes.kept:
        print(f"{id_}: moderators changed this {kind} too; theirs stays")
    return DONE


def _pull(asked: argparse.Namespace) -> int:
    async def moderated() -> tuple[history.Moderated, ...]:
        database = await Database.open(asked.database, migrate=False)
        try:
            if fault := await database.fault():
                raise StorageError(f"the database cannot be used: {fault}")
            async with database.read(steady=True) as connection:
                return await history.moderated(connection)
        finally:
            await database.close()

    found = pull.pulled(files.whole(asked.library), asyncio.run(moderated()), asked.library)
    if found.texts:
        pull.check(found, asked.library)
        write_all(found.texts)
    for line in found.lines:
        print(line)
    for key in found.left:
        print(f"{key.id}: the library changed this {key.kind} too; decide on it, then pull again")
    print(f"{len(found.lines)} written, {len(found.left)} left")
    return FOUND if found.left else DONE


def _place(text: str) -> str | URL:
    """The address of a database that is there: looking at it must not make one."""
    if "://" in text:
        return text
    if not Path(text).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return sqlite_url(Path(text))


def _vectors(asked: argparse.Namespace) -> int:
    if not embedding.available():
        raise LibraryError("vectors need the extra: pip install 'grain-of-salt[semantic]'")
    published = [claim for claim in files.load(asked.library).claims if claim.published]
    count = vectors.ship([text for _, text in wordings(published)], embedding.embed)
    print(f"{vectors.SHIPPED}: {count} vectors")
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
