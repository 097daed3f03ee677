"""The command line: run, try, check, health."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import check, settings
from bot.errors import BotError
from bot.health import Unwell, examine
from knowledge import KnowledgeError, Snapshot, load_library, snapshot

DONE, UNWELL, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 unwell, 2 wrong use or unreadable input."""
    asked = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Whatever the terminal cannot show is shown as "?", never a traceback.
        sys.stdout.reconfigure(errors="replace")
    try:
        return int(asked.act(asked))
    except Unwell as error:
        print(f"grain-of-salt: {error}", file=sys.stderr)
        return UNWELL
    except (BotError, KnowledgeError, check.Unreadable) as error:
        print(f"grain-of-salt: {error}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return DONE
    except BrokenPipeError:
        # The reader of our output went away; that is no fault of ours.
        sys.stderr.close()
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="the bot on Telegram (needs TELEGRAM_BOT_TOKEN)")
    run.set_defaults(act=_run)
    chat = commands.add_parser("try", help="a chat with the bot in this terminal")
    chat.set_defaults(act=_try)
    well = commands.add_parser("health", help="is the running bot well? exit status 0 or 1")
    well.set_defaults(act=_health)
    one = commands.add_parser("check", help="assess a message, or a file of messages")
    one.add_argument("file", nargs="?", default="-", help="a text file; - for standard input")
    one.add_argument("--json", action="store_true", help="the assessment as JSON")
    one.add_argument(
        "--jsonl",
        nargs=2,
        metavar=("IN", "OUT"),
        type=Path,
        help='assess a file of {"id", "text"} lines into a file of results',
    )
    one.set_defaults(act=_check)
    return parser


def _run(_: argparse.Namespace) -> int:
    read = settings.read(os.environ)
    token = settings.require_token(read)
    _log_to_stderr(read.log_level)
    from bot.app import run_on_telegram

    _until_stopped(run_on_telegram(read, token))
    return DONE


def _try(_: argparse.Namespace) -> int:
    _log_to_stderr("ERROR")
    from bot.terminal import chat

    read = settings.read(os.environ)
    if os.environ.get("DATA_DIR"):
        _until_stopped(chat(read))
        return DONE
    # Trying leaves nothing behind.
    with tempfile.TemporaryDirectory() as folder:
        _until_stopped(chat(replace(read, data_dir=Path(folder))))
    return DONE


def _health(_: argparse.Namespace) -> int:
    print(asyncio.run(examine(settings.read(os.environ))))
    return DONE


def _check(asked: argparse.Namespace) -> int:
    if asked.jsonl:
        source, target = asked.jsonl
        bad = check.lines(source, target, _base(), sys.stderr)
        return WRONG_USE if bad else DONE
    text = check.read_text(asked.file)
    if asked.json:
        written = json.dumps(check.as_json(text, _base()), ensure_ascii=False, indent=2)
    else:
        written = check.as_text(text, _base())
    print(written.encode("utf-8", "replace").decode("utf-8"))
    return DONE


def _base() -> Snapshot:
    return snapshot(load_library())


def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until done, or until SIGTERM or SIGINT asks for an orderly end."""

    async def supervised() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            if not task.cancelled():
                raise

    asyncio.run(supervised())


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    # These log addresses that hold the token, or every call.
    for name in ("httpx", "httpcore", "telegram", "alembic", "aiosqlite", "bm25s"):
        logging.getLogger(name).setLevel(logging.ERROR)


if __name__ == "__main__":
    sys.exit(main())
