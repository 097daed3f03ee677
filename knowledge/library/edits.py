"""Changes to the text of a substance file that leave every other byte as it was.

The lines of a field are replaced where they stand: to load and write the whole file again would
move line breaks and lose comments in records that nobody touched. What comes out is read again
and compared, so that a file of an unforeseen shape is refused instead of spoilt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from knowledge.errors import LibraryError
from knowledge.library.loader import Loader
from knowledge.library.records import Plain, plain
from knowledge.model import Claim

WIDTH = 100
"""Where a line is broken."""
ORDER = (
    "id",
    "claim",
    "relation",
    "outcome",
    "state",
    "headline",
    "status",
    "certainty",
    "best_evidence",
    "safety",
    "facts",
    "safety_facts",
    "who_to_ask",
    "sources",
    "review",
    "phrasings",
)
"""The fields of a claim as they follow each other in a file."""
_INDENT = 2
_BREAKS = frozenset("\r\x85\u2028\u2029\ufeff")


def text_of(file: Path) -> str:
    """The text of a file, its line ends as they are."""
    return file.read_bytes().decode("utf-8")


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Names this file in every LibraryError."""
    try:
        yield
    except LibraryError as error:
        raise LibraryError(f"{file.name}: {error}") from error


def record_of(claim: Claim) -> Plain:
    """A claim as its file holds it: in order, without what says nothing."""
    written = plain(claim)
    written["sources"] = [
        {key: value for key, value in each.items() if value not in (None, "")}
        for each in written["sources"]
    ]
    written["review"] = {k: v for k, v in written["review"].items() if v is not None}
    return {key: written[key] for key in ORDER}


def with_claim(text: str, record: Plain) -> str:
    """The text of a substance file with one more claim at the end of its claims."""
    data = _read(text)
    claims = data.get("claims") or []
    items = _pair(_root(text), "claims")
    dash = items[1].start_mark.column if items and claims else _INDENT
    lines = _item(record, dash)
    if items is None:
        made = _ended(text) + "claims:\n" + lines
    elif not claims:
        start = _line_start(text, items[0].start_mark.index)
        end = _line_end(text, items[1].end_mark.index)
        made = text[:start] + "claims:\n" + lines + text[end:]
    else:
        end = _spans(text, _records(items[1]), _after(text, items[1]))[-1].end
        made = _ended(text[:end]) + lines + text[end:]
    return checked(made, {**data, "claims": [*claims, record]})


def without_claim(text: str, id_: str) -> str:
    """The text of a substance file without this claim."""
    data = _read(text)
    claims: list[Plain] = data.get("claims") or []
    number = [claim.get("id") for claim in claims].index(id_)
    items = _pair(_root(text), "claims")
    if items is None:
        raise LibraryError(f"no claims here to take {id_!r} from")
    spans = _spans(text, _records(items[1]), _after(text, items[1]))
    start, end = spans[number]
    if len(claims) == 1:
        start = _line_start(text, items[0].start_mark.index)
        expected = {name: value for name, value in data.items() if name != "claims"}
    else:
        expected = {**data, "claims": [claim for claim in claims if claim.get("id") != id_]}
    return checked(text[:start] + text[end:], expected)


def with_fields(text: str, id_: str, fields: Plain) -> str:
    """The text of a substance file with these fields of one claim in place of what they were."""
    data = _read(text)
    claims: list[Plain] = data.get("claims") or []
    number = [claim.get("id") for claim in claims].index(id_)
    items = _pair(_root(text), "claims")
    if items is None:
        raise LibraryError(f"no claims here to change {id_!r} in")
    nodes = _records(items[1])
    end = _spans(text, nodes, _after(text, items[1]))[number].end
    made = text
    # From the end on, so that the places before stay right.
    for start, stop, lines in sorted(_replacements(text, nodes[number], end, fields), reverse=True):
        made = made[:start] + lines + made[stop:]
    changed = [{**claim, **fields} if claim.get("id") == id_ else claim for claim in claims]
    return checked(made, {**data, "claims": changed})


class Span(NamedTuple):
    """A part of a text, from its first to behind its last character."""

    start: int
    end: int


def _replacements(
    text: str, record: yaml.MappingNode, end: int, fields: Plain
) -> list[tuple[int, int, str]]:
    keys = [key for key, _ in record.value]
    spans = dict(
        zip([key.value for key in keys], _spans(text, keys, end, whole_lines=False), strict=True)
    )
    indent = keys[0].start_mark.column
    made = []
    for name in sorted(fields, key=ORDER.index):
        lines = _indented(_dumped({name: fields[name]}, indent), indent)
        if name in spans:
            start, stop = spans[name]
            made.append(
                (start, stop, lines[indent:] if start != _line_start(text, start) else lines)
            )
        else:
            before = [spans[other].end for other in ORDER[: ORDER.index(name)] if other in spans]
            made.append((max(before), max(before), lines))
    return made


def _spans(
    text: str, nodes: Sequence[yaml.Node], end: int, *, whole_lines: bool = True
) -> list[Span]:
    """What each node takes up, to the line before the next; blank lines and comments between two
    belong to neither."""
    starts = [_line_start(text, node.start_mark.index) for node in nodes]
    ends = [*starts[1:], end]
    if not whole_lines:
        # The first field stands behind the dash of its record, which stays.
        starts[0] = nodes[0].start_mark.index
    return [
        Span(start, start + len(_without_tail(text[start:stop])))
        for start, stop in zip(starts, ends, strict=True)
    ]


def _without_tail(text: str) -> str:
    lines = text.split("\n")
    closed = lines.pop() == ""
    if not closed:
        return text
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "\n".join(lines) + "\n"


def _records(node: yaml.Node) -> list[yaml.MappingNode]:
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        found = [item for item in node.value if isinstance(item, yaml.MappingNode)]
        if len(found) == len(node.value) and not any(item.flow_style for item in found):
            return found
    raise LibraryError("cannot be changed by a command: write one field of a claim a line")


def _after(text: str, node: yaml.Node) -> int:
    """Where the next field of the file begins after this one, or the end of the text."""
    later = [key.start_mark.index for key, _ in _root(text).value]
    behind = [start for start in later if start > node.start_mark.index]
    return min(behind, default=len(text))


def _root(text: str) -> yaml.MappingNode:
    root = yaml.compose(text, Loader=Loader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise LibraryError("cannot be changed by a command: write one field a line")
    return root


def _pair(root: yaml.MappingNode, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next(((key, value) for key, value in root.value if key.value == name), None)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _item(record: Plain, dash: int) -> str:
    indent = dash + _INDENT
    lines = _indented(_dumped(record, indent), indent)
    return " " * dash + "- " + lines[indent:]


def _indented(text: str, indent: int) -> str:
    lines = text.split("\n")
    return "\n".join(" " * indent + line if line else line for line in lines)


class _Flow(dict[str, Any]):
    """A mapping that is written on one line, like a review."""


class _Dumper(yaml.SafeDumper):
    """Writes as the library is written: lists indented, dates plain."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # Written as they are, rare line breaks would be read back as plain ones.
    style = '"' if _BREAKS.intersection(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _Flow, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, True)
)
_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def _dumped(record: Plain, indent: int) -> str:
    flowing = {
        key: _Flow({k: _Flow(v) if isinstance(v, dict) else v for k, v in value.items()})
        if key == "review"
        else value
        for key, value in record.items()
    }
    return dumped(flowing, WIDTH - indent)


def dumped(value: Any, width: float = WIDTH, *, flow: bool = False) -> str:
    """Plain data as YAML in the style of the library; when `flow`, in brackets."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=width,
        default_flow_style=flow,
    )
    return text


def _read(text: str) -> Plain:
    data = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
    if not isinstance(data, dict):
        raise LibraryError("must be a mapping of fields")
    return data


def checked(text: str, expected: Any) -> str:
    """The text, if it reads as expected. Raises LibraryError."""
    try:
        spoilt = yaml.load(text, Loader=Loader) != expected  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        spoilt = True
    if spoilt:
        raise LibraryError("cannot be changed by a command without spoiling it; change it by hand")
    return text
