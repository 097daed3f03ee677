"""The command line: run, try, check, and what an operator needs."""

from __future__ import annotations

import argparse
import asyncio
import gc
import io
import json
import os
import signal
import sys
import tempfile
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import check, logs, settings
from bot.errors import BotError
from bot.health import Unwell, examine
from bot.operations import queues
from bot.operations.existing import existing
from bot.operations.queues import Fate
from knowledge import KnowledgeError, Snapshot, library_snapshot

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, UNWELL, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 unwell, 2 wrong use or unreadable input."""
    asked = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Whatever the terminal cannot show is shown as "?", never a traceback.
        sys.stdout.reconfigure(errors="replace")
    try:
        done = int(asked.act(asked))
        # Here, as nobody catches what fails when Python ends.
        sys.stdout.flush()
        return done
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
    form = one.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the assessment as JSON")
    form.add_argument("--why", action="store_true", help="what spoke for each claim, and against")
    one.add_argument(
        "--jsonl",
        nargs=2,
        metavar=("IN", "OUT"),
        type=Path,
        help='assess a file of {"id", "text"} lines into a file of results',
    )
    one.set_defaults(act=_check)
    _add_operations(commands)
    return parser


def _add_operations(commands: _Commands) -> None:
    """What an operator calls."""
    doctor = commands.add_parser("doctor", help="what is wrong, and how to mend it; status 0 or 1")
    doctor.set_defaults(act=_doctor)
    queue = commands.add_parser("queue", help="messages and replies that failed for good")
    acts = queue.add_subparsers(required=True, metavar="ACT")
    shown = acts.add_parser("list", help="how much waits, and every dead letter by its name")
    shown.set_defaults(act=_list)
    for fate, help_ in ((Fate.RETRY, "let them be tried again"), (Fate.DROP, "forget them")):
        act = acts.add_parser(fate.value, help=help_)
        act.add_argument("names", nargs="+", metavar="NAME", help="such as update:123, or all")
        act.set_defaults(act=_decide, fate=fate)
    blocked = commands.add_parser("blocks", help="who is not answered for a day, and why")
    acts = blocked.add_subparsers(required=True, metavar="ACT")
    shown = acts.add_parser("list", help="every block of 30 days, and what its person wrote")
    shown.set_defaults(act=_list_blocks)
    lifted = acts.add_parser("lift", help="answer somebody again")
    lifted.add_argument("name", metavar="NAME", help="from `blocks list`")
    lifted.set_defaults(act=_lift)
    backup = commands.add_parser("backup", help="the SQLite database, into a file")
    backup.add_argument("file", type=Path, help="a new file; it is as private as DATA_DIR")
    backup.add_argument(
        "--keys",
        type=Path,
        metavar="KEYS",
        help="where the keys of people go, always the same file: the older one is replaced",
    )
    backup.set_defaults(act=_back_up)
    restored = commands.add_parser("restore", help="a backup into DATA_DIR, while no bot runs")
    restored.add_argument("file", type=Path, help="a file made by backup")
    restored.add_argument(
        "--keys",
        type=Path,
        metavar="KEYS",
        help="the newest keys; without them nothing of people can be read, and is dropped",
    )
    restored.add_argument("--replace", action="store_true", help="lose the database that is there")
    restored.set_defaults(act=_restore)
    webhook = commands.add_parser("webhook", help="where Telegram pushes updates to")
    webhook.add_argument("act_on", choices=("show", "delete"), metavar="show|delete")
    webhook.set_defaults(act=_webhook)


def _run(_: argparse.Namespace) -> int:
    read = settings.read(os.environ)
    token = settings.require_token(read)
    logs.set_up(read.log_level, read.log_format)
    from bot.on_telegram import run_on_telegram

    _until_stopped(run_on_telegram(read, token))
    return DONE


def _try(_: argparse.Namespace) -> int:
    logs.set_up("ERROR", "text")
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


def _doctor(_: argparse.Namespace) -> int:
    logs.set_up("CRITICAL", "text")
    from bot.operations import doctor

    async def examined() -> int:
        status = DONE
        async for seen in doctor.examine(settings.read(os.environ)):
            print(f"{'BAD' if seen.remedy else 'ok':4}{seen.subject:10}{seen.found}")
            if seen.remedy:
                status = UNWELL
                print(f"{'':14}-> {seen.remedy}")
        return status

    return asyncio.run(examined())


def _list(_: argparse.Namespace) -> int:
    async def listed() -> None:
        async with existing(settings.read(os.environ)) as database:
            print(await queues.counted(database))
            for line in await queues.listed(database):
                print(line)

    asyncio.run(listed())
    return DONE


def _decide(asked: argparse.Namespace) -> int:
    async def decided() -> int:
        async with existing(settings.read(os.environ)) as database:
            return await queues.decide(database, asked.names, asked.fate)

    count = asyncio.run(decided())
    print(f"{count} to be tried again" if asked.fate is Fate.RETRY else f"{count} forgotten")
    return DONE


def _list_blocks(_: argparse.Namespace) -> int:
    from bot.operations import blocks

    for line in asyncio.run(blocks.listed(settings.read(os.environ))):
        print(line)
    return DONE


def _lift(asked: argparse.Namespace) -> int:
    from bot.operations import blocks

    asyncio.run(blocks.lifted(settings.read(os.environ), asked.name))
    print(f"{asked.name} is answered again within ten seconds")
    return DONE


def _back_up(asked: argparse.Namespace) -> int:
    from bot.operations import backup

    size = asyncio.run(backup.back_up(settings.read(os.environ), asked.file, asked.keys))
    print(f"{asked.file}: {size:,} bytes, readable by its owner only")
    return DONE


def _restore(asked: argparse.Namespace) -> int:
    from bot.operations import backup

    read = settings.read(os.environ)
    done = asyncio.run(backup.restore(read, asked.file, asked.keys, replace=asked.replace))
    print(
        f"restored into {read.data_dir}; {done.updates} updates and {done.replies} replies of the "
        "last day wait in it and go out when the bot starts"
    )
    if done.dropped:
        print(f"{done.dropped} records of people were dropped: there is no key that reads them")
    return DONE


def _webhook(asked: argparse.Namespace) -> int:
    read = settings.read(os.environ)
    token = settings.require_token(read)
    from bot.telegram_api import TelegramApi

    async def acted() -> None:
        async with TelegramApi(token, read.api_base_url) as api:
            if asked.act_on == "delete":
                await api.delete_webhook()
            webhook = await api.webhook()
        print(f"webhook: {webhook.address or 'none'}; {webhook.waiting} updates wait at Telegram")
        if webhook.fault:
            print(f"the last fault there: {webhook.fault}")

    asyncio.run(acted())
    return DONE


def _check(asked: argparse.Namespace) -> int:
    if asked.jsonl:
        source, target = asked.jsonl
        bad = check.lines(source, target, _base(), sys.stderr)
        return WRONG_USE if bad else DONE
    text = check.read_text(asked.file)
    if asked.why:
        written = check.as_why(text, _base())
    elif asked.json:
        written = json.dumps(check.as_json(text, _base()), ensure_ascii=False, indent=2)
    else:
        written = check.as_text(text, _base())
    print(written.encode("utf-8", "replace").decode("utf-8"))
    return DONE


def _base() -> Snapshot:
    """The library; it is not looked through for garbage."""
    base = library_snapshot()
    gc.freeze()
    return base


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


if __name__ == "__main__":
    sys.exit(main())
