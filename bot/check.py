"""`check`: assess messages without Telegram; the same function as the bot's."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.wording.answer import answer_of
from bot.wording.compose import reply_to
from knowledge import Assessment, Snapshot, assess, explain

_QUOTED = 120
"""Characters of a quote in an explanation."""


_WORTH_SHARING = 50
"""Messages from which on more than one process is worth its start."""
_PORTION = 10
"""Messages that a process takes at once."""


_inherited: list[Snapshot] = []
"""The base of a process that was begun to check some of many messages."""


class Unreadable(Exception):  # noqa: N818 - one line for the person at the terminal
    """Something that was to be checked cannot be read; the text names it."""


def as_text(text: str, base: Snapshot) -> str:
    """Exactly the reply that a person would get."""
    return _reply(text, assess(text, base), base)


def as_json(text: str, base: Snapshot) -> dict[str, Any]:
    """The assessment and the reply, in the form that other programs build on."""
    assessment = assess(text, base)
    return {
        "language": assessment.language,
        "urgent": assessment.urgent,
        "findings": [
            {
                "claim": finding.claim.id,
                "substance": finding.named,
                "general": finding.general,
                "relation": finding.claim.relation,
                "outcome": finding.claim.outcome,
                "decision": finding.decision,
                "probability": finding.probability,
                "stance": finding.stance,
                "quote": finding.quote,
                "status": finding.claim.status,
                "certainty": finding.claim.certainty,
                "safety": finding.claim.safety,
            }
            for finding in assessment.findings
        ],
        "dangers": [
            {
                "danger": peril.danger,
                "stance": peril.stance,
                "substance": peril.substance,
                "medicine": peril.medicine,
                "quote": peril.quote,
            }
            for peril in assessment.perils
        ],
        "tip_offs": [{"kind": t.kind, "quote": t.quote} for t in assessment.tip_offs],
        "unreviewed": [
            {"substance": pair.substance, "outcome": pair.outcome} for pair in assessment.unreviewed
        ],
        "reply": _reply(text, assessment, base),
    }


def as_why(text: str, base: Snapshot) -> str:
    """For each claim that came near: the words, the signals and the probability, or what stopped
    it."""
    parts = []
    for one in explain(text, base):
        head = f"{one.claim}  {one.probability:.2f}  {one.stopped or 'answered'}"
        signals = ", ".join(f"{s.name} {s.value:.2f} ({s.adds:+.2f})" for s in one.signals)
        quote = " ".join(one.quote.split())[:_QUOTED]
        parts.append(
            f"{head}\n  {one.stance.value}: {quote}\n  words: {', '.join(one.words)}\n  {signals}"
        )
    return "\n\n".join(parts) or "No claim came near."


def read_text(name: str) -> str:
    """The text of a file, or of standard input for "-". Raises Unreadable naming it."""
    try:
        if name == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        return Path(name).read_bytes().decode("utf-8")
    except OSError as error:
        hint = (
            "; to check words, pipe them: echo WORDS | python -m bot check" if " " in name else ""
        )
        raise Unreadable(f"{name}: {error.strerror}{hint}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name}: is not UTF-8 text (byte {error.start})") from error


def lines(source: Path, target: Path, base: Snapshot, errors: TextIO) -> int:
    """Check a file of {"id", "text"} lines on all cores; gives back how many could not be read.

    A bad line is named on `errors` and the others are still done. Raises Unreadable when a file
    cannot be opened.
    """
    from tqdm import tqdm

    if source.exists() and target.exists() and source.samefile(target):
        raise Unreadable(f"{target}: is the file to read; name another one to write")
    try:
        raw = source.read_bytes().split(b"\n")
    except OSError as error:
        raise Unreadable(f"{source}: {error.strerror}") from error
    bad = 0
    numbered = [(number, line) for number, line in enumerate(raw, 1) if line.strip()]
    given = [line for _, line in numbered]
    try:
        with (
            target.open("w", encoding="utf-8") as out,
            _each(given, base) as results,
        ):
            shown = tqdm(
                zip(numbered, results, strict=True),
                total=len(numbered),
                unit=" messages",
                disable=not errors.isatty(),
                file=errors,
            )
            for (number, _), (result, wrong) in shown:
                if wrong:
                    bad += 1
                    print(f"{source}:{number}: {wrong}", file=errors)
                else:
                    out.write(f"{result}\n")
    except OSError as error:
        raise Unreadable(f"{target}: {error.strerror}") from error
    return bad


@contextmanager
def _each(given: list[bytes], base: Snapshot) -> Iterator[Iterable[tuple[str, str]]]:
    """The result of each line in its order, from as many processes as there are cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if cores < 2 or len(given) < _WORTH_SHARING:
        yield (_checked(line, base) for line in given)
        return
    # A forked process has the base already; each would take seconds to read it.
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, forked, _inherit, (base,)) as pool:
        yield pool.map(_checked, given, chunksize=_PORTION)


def _inherit(base: Snapshot) -> None:
    _inherited.append(base)


def _checked(line: bytes, base: Snapshot | None = None) -> tuple[str, str]:
    """The result of a line as JSON, or what is wrong with the line. Without a base, over the one
    that this process was begun with."""
    try:
        id_, text = _message(line)
    except ValueError as error:
        return "", str(error)
    result = {"id": id_, **as_json(text, base or _inherited[0])}
    return json.dumps(result, ensure_ascii=False).encode("utf-8", "replace").decode(), ""


def _message(line: bytes) -> tuple[Any, str]:
    try:
        record = json.loads(line)
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg} at column {error.colno}") from None
    if not isinstance(record, dict) or "id" not in record:
        raise ValueError('must be an object with "id" and "text"')
    if not isinstance(record.get("text"), str):
        raise ValueError(f'{record["id"]!r}: "text" is missing or no text')
    return record["id"], record["text"]


def _reply(text: str, assessment: Assessment, base: Snapshot) -> str:
    today = datetime.now(UTC).date()
    return reply_to(text, answer_of(assessment, "0", today), base, today).plain
