"""Changes to lists of words in a file of the library: a word is added where its list ends.

Lists of names are long and wrapped; to write one again would move its line breaks, and the diff
would no longer show which name is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from knowledge.errors import LibraryError
from knowledge.library.edits import WIDTH, checked, dumped
from knowledge.library.loader import Loader

Path = tuple[str, ...]
"""The way from a record to a list of words: ("names", "en")."""
_UNORDERED = frozenset({"ambiguous", "opposite"})
"""Lists whose order means nothing: that of the file stays."""
_BESIDE = frozenset({"names", "words", "ambiguous"})
"""Fields behind which another list of words finds its place."""
_INDENT = 2


def with_words(text: str, id_: str, lists: Mapping[Path, Sequence[str]]) -> str:
    """The text of a substance file, or of the file of outcomes, with these lists of one record in
    place of what they were. Raises LibraryError for a shape that would be spoilt."""
    for path, wanted in lists.items():
        expected = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
        record: Any = _plain_record(expected, id_)
        for name in path[:-1]:
            record = record.get(name)
            if not isinstance(record, dict):
                raise _by_hand()
        loose = path[-1] in _UNORDERED
        words = _in_order(record.get(path[-1], []), wanted) if loose else [*wanted]
        record[path[-1]] = words
        text = checked(_changed(text, _record(text, id_), path, words), expected)
    return text


def _in_order(old: Sequence[str], words: Sequence[str]) -> list[str]:
    return [*(w for w in old if w in words), *(w for w in words if w not in old)]


def _changed(text: str, record: yaml.MappingNode, path: Path, words: list[str]) -> str:
    within, node = record, _value(record, path[0])
    for name in path[1:]:
        if not isinstance(node, yaml.MappingNode):
            raise _by_hand()
        within, node = node, _value(node, name)
    if node is None:
        return _inserted(text, within, path[-1], words)
    if not isinstance(node, yaml.SequenceNode):
        raise _by_hand()
    if node.flow_style:
        return _in_brackets(text, node, words, within.value[0][0].start_mark.column + _INDENT)
    return _in_lines(text, node, words)


def _in_brackets(text: str, node: yaml.SequenceNode, words: list[str], indent: int) -> str:
    old = [item.value for item in node.value]
    if not old or words[: len(old)] != old:
        start, end = node.start_mark.index, node.end_mark.index
        return text[:start] + wrapped(words, indent) + text[end:]
    end = node.value[-1].end_mark.index
    made = text[:end]
    for word in words[len(old) :]:
        item = _item(word)
        used = len(made) - made.rfind("\n") - 1
        # Behind the word stands a comma or the bracket.
        made += f", {item}" if used + len(item) + 3 <= WIDTH else f",\n{' ' * indent}{item}"
    return made + text[end:]


def _in_lines(text: str, node: yaml.SequenceNode, words: list[str]) -> str:
    old = [item.value for item in node.value]
    if words[: len(old)] != old:
        raise _by_hand()
    dash = f"{' ' * node.start_mark.column}- "
    at = _line_end(text, node.value[-1].end_mark.index)
    added = "".join(f"{dash}{_item(word)}\n" for word in words[len(old) :])
    return _ended(text[:at]) + added + text[at:]


def _inserted(text: str, within: yaml.MappingNode, name: str, words: list[str]) -> str:
    """A list that was not there stands behind the lists of words that were."""
    if within.flow_style or not within.value:
        raise _by_hand()
    pairs = [pair for pair in within.value if pair[0].value in _BESIDE] or within.value
    key, value = pairs[-1]
    column = key.start_mark.column
    at = _line_end(text, _last(value))
    line = f"{' ' * column}{name}: {wrapped(words, column + _INDENT)}\n"
    return _ended(text[:at]) + line + text[at:]


def _last(node: yaml.Node) -> int:
    """Where the last thing within a node ends: a block's own end is where the next one begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        inner = node.value[-1]
        return _last(inner[1] if isinstance(inner, tuple) else inner)
    return int(node.end_mark.index)


def _item(word: str) -> str:
    return dumped([word], float("inf"), flow=True).strip()[1:-1]


def wrapped(words: list[str], indent: int) -> str:
    """A list of words in brackets, on as many lines as it takes."""
    lines = dumped(words, WIDTH - indent, flow=True).rstrip("\n").split("\n")
    return f"\n{' ' * indent}".join(line.strip() for line in lines)


def _record(text: str, id_: str) -> yaml.MappingNode:
    root: Any = yaml.compose(text, Loader=Loader)
    nodes: list[yaml.MappingNode] = root.value if isinstance(root.value[0], yaml.Node) else [root]
    return next(node for node in nodes if _names(_value(node, "id"), id_))


def _plain_record(data: Any, id_: str) -> Any:
    for record in data if isinstance(data, list) else [data]:
        if record.get("id") == id_:
            return record
    raise LibraryError(f"there is no {id_!r} here")


def _names(node: yaml.Node | None, id_: str) -> bool:
    return node is not None and bool(node.value == id_)


def _value(node: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in node.value if key.value == name), None)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _by_hand() -> LibraryError:
    return LibraryError("cannot be changed by a command: change this list of words by hand")
