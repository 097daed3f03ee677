"""The rules of the rooms, checked over the real tree; each rule is shown to be able to fail."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

import knowledge

PROJECT = Path(__file__).parents[1]
PUBLIC = frozenset(knowledge.__all__)
PURE = (
    "bot/conversation",
    "bot/wording",
    "knowledge/reading",
    "knowledge/matching",
    "knowledge/review",
    "knowledge/site",
)
"""Rooms that only compute: what they need is handed to them."""
READ_THEIR_OWN_DATA = {
    "bot/wording/catalogue/__init__.py": "the sentences of the bot",
    "knowledge/matching/scoring.py": "the fitted weights",
    "knowledge/site/pages.py": "the style and the scripts of the website",
    "knowledge/site/words.py": "the words of the website",
}
"""Files of pure rooms that read the package's own data once, and never anything else."""
WRITER_OF_THE_SITE = "knowledge/site/write.py"
"""The one file of that room that acts."""
OUTSIDE = (
    "aiosqlite alembic asyncio ftplib http httpx io multiprocessing os random requests secrets "
    "select shutil signal smtplib socket sqlalchemy sqlite3 ssl subprocess sys telegram tempfile "
    "threading urllib.request knowledge.storage bot.app bot.chats bot.delivery bot.intake "
    "bot.answering bot.desk bot.envelopes bot.folder bot.health bot.leases bot.logs bot.metrics "
    "bot.clock bot.drafting bot.on_telegram bot.operations bot.person bot.picture bot.reception "
    "bot.retention bot.rounds bot.service bot.settings bot.tallies bot.telegram_api bot.terminal "
    "bot.trials bot.wire"
)
ACTS = frozenset({"open", "print", "input", "exec", "eval", "__import__"})
FILE_METHODS = frozenset(
    {
        "read_text",
        "read_bytes",
        "write_text",
        "write_bytes",
        "mkdir",
        "unlink",
        "touch",
        "iterdir",
        "glob",
        "rglob",
        "exists",
        "is_file",
        "is_dir",
    }
)
CLOCKS = frozenset({"now", "utcnow", "today", "monotonic", "perf_counter", "time_ns"})
QUEUES = {"bot.intake.inbox": "bot/intake", "bot.delivery.outbox": "bot/delivery"}
ACROSS = frozenset({"bot/app.py", "bot/answering.py", "bot/person.py", "bot/retention.py"})
"""Where the rooms come together: the composition, what is kept of a person, and for how long."""
OPERATORS = "bot/operations"
"""Where an operator looks into the queues from outside the running bot."""
LONGEST_FILE, LONGEST_FUNCTION = 400, 50


@dataclass(frozen=True)
class Source:
    """One file of ours: its path from the project's root, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    def within(self, *folders: str) -> bool:
        return any(PurePosixPath(self.path).is_relative_to(folder) for folder in folders)

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every imported name in full, with its line: `from a import b` gives a and a.b."""
        package = PurePosixPath(self.path).parent.parts
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) - node.level + 1] if node.level else ()
                module = ".".join((*above, *filter(None, [node.module])))
                yield node.lineno, module
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


Rule = Callable[[Source], Iterator[str]]


def _is_of(name: str, *modules: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def knowledge_knows_no_bot(source: Source) -> Iterator[str]:
    """`knowledge` never imports `bot` or `telegram`."""
    if source.within("knowledge"):
        for line, name in source.imports():
            if _is_of(name, "bot", "telegram"):
                yield f"{source.path}:{line}: imports {name}"


def bot_uses_public_knowledge(source: Source) -> Iterator[str]:
    """`bot` imports from `knowledge` itself only, and only its public names."""
    if source.within("bot"):
        for line, name in source.imports():
            if name.startswith("knowledge.") and name.removeprefix("knowledge.") not in PUBLIC:
                yield f"{source.path}:{line}: imports {name}"


def _is_pure(source: Source) -> bool:
    return source.within(*PURE) and source.path != WRITER_OF_THE_SITE


def pure_rooms_import_nothing_that_acts(source: Source) -> Iterator[str]:
    """Pure rooms import neither storage nor Telegram, nor anything else that reaches outside."""
    if _is_pure(source):
        for line, name in source.imports():
            if _is_of(name, *OUTSIDE.split()):
                yield f"{source.path}:{line}: imports {name}"


def pure_rooms_do_no_io(source: Source) -> Iterator[str]:
    """Pure rooms open nothing, print nothing and ask no clock."""
    if not _is_pure(source):
        return
    allowed = {"read_text"} if source.path in READ_THEIR_OWN_DATA else set()
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) if name in ACTS:
                yield f"{source.path}:{node.lineno}: calls {name}()"
            case ast.Attribute(attr=name) if name in (FILE_METHODS | CLOCKS | {"open"}) - allowed:
                yield f"{source.path}:{node.lineno}: calls .{name}()"


def the_model_imports_nothing_of_ours(source: Source) -> Iterator[str]:
    """`model` imports nothing of ours."""
    if source.path == "knowledge/model.py":
        for line, name in source.imports():
            if _is_of(name, "bot", "knowledge", "tests"):
                yield f"{source.path}:{line}: imports {name}"


def only_their_rooms_touch_the_queues(source: Source) -> Iterator[str]:
    """Only intake imports the inbox and only delivery the outbox; those that put the rooms together
    and an operator may look into both."""
    if source.within("bot", "knowledge") and source.path not in ACROSS:
        for line, name in source.imports():
            for queue, room in QUEUES.items():
                if _is_of(name, queue) and not source.within(room, OPERATORS):
                    yield f"{source.path}:{line}: imports {name}"


def product_imports_no_tests(source: Source) -> Iterator[str]:
    """The product runs without its tests."""
    if source.within("bot", "knowledge"):
        for line, name in source.imports():
            if _is_of(name, "tests", "pytest"):
                yield f"{source.path}:{line}: imports {name}"


def no_file_is_long(source: Source) -> Iterator[str]:
    """No file has more than 400 lines."""
    if (lines := len(source.text.splitlines())) > LONGEST_FILE:
        yield f"{source.path}: {lines} lines"


def no_function_is_long(source: Source) -> Iterator[str]:
    """No function has more than 50 lines, outside tests."""
    if not source.within("tests"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield f"{source.path}:{node.lineno}: {node.name} has {lines} lines"


RULES: tuple[Rule, ...] = (
    knowledge_knows_no_bot,
    bot_uses_public_knowledge,
    pure_rooms_import_nothing_that_acts,
    pure_rooms_do_no_io,
    the_model_imports_nothing_of_ours,
    only_their_rooms_touch_the_queues,
    product_imports_no_tests,
    no_file_is_long,
    no_function_is_long,
)
LONG_FUNCTION = "async def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
BROKEN: tuple[tuple[Rule, str, str], ...] = (
    (knowledge_knows_no_bot, "knowledge/exchange.py", "import bot"),
    (knowledge_knows_no_bot, "knowledge/reading/names.py", "from bot.wording import blocks"),
    (knowledge_knows_no_bot, "knowledge/storage/base.py", "from telegram.ext import Application"),
    (knowledge_knows_no_bot, "knowledge/a/b.py", "def f():\n    import telegram as t"),
    (bot_uses_public_knowledge, "bot/check.py", "import knowledge.model"),
    (bot_uses_public_knowledge, "bot/check.py", "from knowledge.model import Claim"),
    (bot_uses_public_knowledge, "bot/check.py", "from knowledge import storage"),
    (bot_uses_public_knowledge, "bot/wording/x.py", "def f():\n    from knowledge import reading"),
    (pure_rooms_import_nothing_that_acts, "bot/conversation/x.py", "from bot import chats"),
    (
        pure_rooms_import_nothing_that_acts,
        "bot/conversation/x.py",
        "from bot.delivery import outbox",
    ),
    (pure_rooms_import_nothing_that_acts, "bot/wording/x.py", "import telegram"),
    (pure_rooms_import_nothing_that_acts, "knowledge/reading/x.py", "import os.path"),
    (pure_rooms_import_nothing_that_acts, "knowledge/matching/x.py", "import sqlalchemy as sa"),
    (
        pure_rooms_import_nothing_that_acts,
        "knowledge/matching/x.py",
        "if TYPE_CHECKING:\n    from knowledge.storage.database import Database",
    ),
    (pure_rooms_import_nothing_that_acts, "knowledge/reading/x.py", "from ..storage import base"),
    (pure_rooms_import_nothing_that_acts, "knowledge/reading/x.py", "from urllib import request"),
    (pure_rooms_import_nothing_that_acts, "knowledge/site/pages.py", "import tempfile"),
    (pure_rooms_do_no_io, "bot/conversation/x.py", "print('hello')"),
    (pure_rooms_do_no_io, "knowledge/site/claim_page.py", "Path('a').write_bytes(b'')"),
    (pure_rooms_do_no_io, "bot/conversation/x.py", "today = date.today()"),
    (pure_rooms_do_no_io, "bot/wording/x.py", "TEXT = Path('a').read_text()"),
    (pure_rooms_do_no_io, "bot/wording/catalogue/__init__.py", "Path('a').write_text('b')"),
    (pure_rooms_do_no_io, "knowledge/reading/x.py", "with open('a') as stream: pass"),
    (pure_rooms_do_no_io, "knowledge/matching/x.py", "with FILE.open() as stream: pass"),
    (pure_rooms_do_no_io, "knowledge/reading/x.py", "due = datetime.now(UTC)"),
    (the_model_imports_nothing_of_ours, "knowledge/model.py", "from knowledge.errors import X"),
    (the_model_imports_nothing_of_ours, "knowledge/model.py", "from . import errors"),
    (only_their_rooms_touch_the_queues, "bot/chats.py", "from bot.intake import inbox"),
    (only_their_rooms_touch_the_queues, "bot/intake/lanes.py", "import bot.delivery.outbox"),
    (only_their_rooms_touch_the_queues, "bot/delivery/x.py", "from bot.intake.inbox import done"),
    (product_imports_no_tests, "bot/x.py", "from tests import make"),
    (no_file_is_long, "bot/x.py", "x = 1\n" * (LONGEST_FILE + 1)),
    (no_file_is_long, "tests/x.py", "x = 1\n" * (LONGEST_FILE + 1)),
    (no_function_is_long, "bot/x.py", LONG_FUNCTION),
    (
        no_function_is_long,
        "knowledge/x.py",
        "class A:\n    def f(self):\n" + "        x = 1\n" * 50,
    ),
)
KEPT: tuple[tuple[Rule, str, str], ...] = (
    (knowledge_knows_no_bot, "knowledge/x.py", "from knowledge.model import Claim\nimport bottle"),
    (knowledge_knows_no_bot, "bot/wire.py", "import telegram"),
    (
        bot_uses_public_knowledge,
        "bot/x.py",
        "import knowledge\nfrom knowledge import Claim, assess",
    ),
    (bot_uses_public_knowledge, "knowledge/x.py", "from knowledge.model import Claim"),
    (pure_rooms_import_nothing_that_acts, "bot/wording/x.py", "from urllib.parse import urlsplit"),
    (pure_rooms_import_nothing_that_acts, "bot/wire.py", "import telegram"),
    (pure_rooms_do_no_io, "knowledge/matching/scoring.py", "x = FILE.read_text(encoding='utf-8')"),
    (pure_rooms_import_nothing_that_acts, "knowledge/site/write.py", "import tempfile"),
    (pure_rooms_do_no_io, "knowledge/site/write.py", "Path('a').write_bytes(b'')"),
    (pure_rooms_do_no_io, "bot/check.py", "print(open('a').read())"),
    (the_model_imports_nothing_of_ours, "knowledge/model.py", "from datetime import date"),
    (only_their_rooms_touch_the_queues, "bot/app.py", "from bot.intake import inbox"),
    (only_their_rooms_touch_the_queues, "bot/operations/x.py", "from bot.intake import inbox"),
    (only_their_rooms_touch_the_queues, "bot/intake/x.py", "from bot.intake.inbox import put"),
    (no_file_is_long, "bot/x.py", "x = 1\n" * LONGEST_FILE),
    (no_function_is_long, "bot/x.py", LONG_FUNCTION.removesuffix("    x = 1\n")),
    (no_function_is_long, "tests/x.py", LONG_FUNCTION),
)


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    """Every Python file of the project, as it lies there."""
    files = [
        file for room in ("bot", "knowledge", "tests") for file in (PROJECT / room).rglob("*.py")
    ]
    return [
        Source(file.relative_to(PROJECT).as_posix(), file.read_text(encoding="utf-8"))
        for file in sorted(files)
    ]


def _named(value: object) -> str:
    return getattr(value, "__name__", "")


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_the_project_keeps_the_rule(rule: Rule, sources: list[Source]) -> None:
    assert [breach for source in sources for breach in rule(source)] == []


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN, ids=_named)
def test_a_breach_of_the_rule_is_seen(rule: Rule, path: str, text: str) -> None:
    assert [breach for breach in rule(Source(path, text)) if breach.startswith(path)]


@pytest.mark.parametrize(("rule", "path", "text"), KEPT, ids=_named)
def test_what_keeps_the_rule_is_let_through(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text))) == []


def test_every_rule_was_shown_to_fail_and_to_let_through() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES)
    assert {rule for rule, _, _ in KEPT} == set(RULES) - {product_imports_no_tests}


def test_every_room_that_a_rule_names_is_there(sources: list[Source]) -> None:
    paths = {source.path for source in sources}
    for room in (*PURE, *QUEUES.values(), OPERATORS):
        assert any(source.within(room) for source in sources), room
    for module in QUEUES:
        assert f"{module.replace('.', '/')}.py" in paths
    assert {
        *ACROSS,
        WRITER_OF_THE_SITE,
        "knowledge/model.py",
        *READ_THEIR_OWN_DATA,
    } <= paths
