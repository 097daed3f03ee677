"""`check`: the bot's own assessment without Telegram, as text, JSON, and for files of messages."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot import check
from bot.__main__ import DONE, WRONG_USE, main
from bot.wording.catalogue import say
from knowledge import Content, Decision, Snapshot, assess, snapshot
from tests.bot.conversation.talk import Talk
from tests.make import content

FINDING = {
    "claim", "substance", "general",
    "relation", "outcome", "decision", "probability", "stance", "quote",
    "status", "certainty", "safety",
}  # fmt: skip
KEYS = ["language", "urgent", "findings", "dangers", "tip_offs", "unreviewed", "reply"]
MESSAGES = [
    "NMN beats depression, no side effects!",
    "Does St John's wort help with depression?",
    "It is a myth that NMN cures depression",
    "El NMN cura la depresión",
    "My son swallowed a bottle of iron pills",
    "I want to kill myself",
    "Hello there",
    "𝐍𝐌𝐍 cures 🧂 depression",
]


@pytest.fixture(scope="module")
def small(library: Content) -> Snapshot:
    """Few claims, but all cues."""
    return snapshot(content(cues=library.cues, tip_offs=library.tip_offs))


@pytest.fixture
def indexed(base: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spares a command of this process from indexing the same library once more."""
    monkeypatch.setattr("bot.__main__.library_snapshot", lambda: base)


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("message", MESSAGES)
def test_the_text_is_exactly_what_a_person_would_get(message: str, base: Snapshot) -> None:
    assert check.as_text(message, base) == Talk(base).asks(message).text.plain


@pytest.mark.parametrize("message", ["", "🧂🧂", "?!"])
def test_a_text_without_words_gets_what_a_person_would_get(message: str, base: Snapshot) -> None:
    assert check.as_text(message, base) == Talk(base).asks(message).text.plain
    assert check.as_text(message, base) == say("unreadable", "empty")


@pytest.mark.parametrize("message", [*MESSAGES, "", "🧂"])
def test_json_keeps_its_contract(message: str, base: Snapshot) -> None:
    assessed = assess(message, base)
    result = json.loads(json.dumps(check.as_json(message, base), ensure_ascii=False))
    assert list(result) == KEYS
    assert result["language"] == assessed.language
    assert result["urgent"] == (assessed.urgent.value if assessed.urgent else None)
    assert result["reply"] == check.as_text(message, base)
    assert len(result["findings"]) == len(assessed.findings)
    for plain, finding in zip(result["findings"], assessed.findings, strict=True):
        claim = finding.claim
        assert set(plain) == FINDING
        assert plain["claim"] == claim.id
        assert (plain["substance"], plain["relation"], plain["outcome"]) == (
            finding.named,
            claim.relation.value,
            claim.outcome,
        )
        assert (plain["status"], plain["certainty"], plain["safety"]) == (
            claim.status.value,
            claim.certainty.value,
            claim.safety.value,
        )
        assert plain["decision"] == finding.decision.value
        assert plain["stance"] == finding.stance.value
        assert plain["quote"] == finding.quote
        assert 0 <= plain["probability"] == finding.probability <= 1
    assert result["tip_offs"] == [{"kind": t.kind, "quote": t.quote} for t in assessed.tip_offs]
    assert result["unreviewed"] == [
        {"substance": u.substance, "outcome": u.outcome} for u in assessed.unreviewed
    ]


def test_json_names_the_claim_its_stance_and_the_sales_pattern(base: Snapshot) -> None:
    result = check.as_json(MESSAGES[0], base)
    first = result["findings"][0]
    assert (first["claim"], first["decision"]) == ("nmn-depression", Decision.ANSWER)
    assert (first["status"], first["safety"], first["stance"]) == ("unproven", "caution", "asserts")
    assert [t["kind"] for t in result["tip_offs"]] == ["no-side-effects"]


def test_json_names_what_nobody_has_reviewed(small: Snapshot) -> None:
    result = check.as_json("NAC cures depression", small)
    assert result["findings"] == []
    assert result["unreviewed"] == [{"substance": "nac", "outcome": "depression"}]


def test_a_line_of_results_follows_each_line_of_messages(tmp_path: Path, small: Snapshot) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    records = [{"id": n, "text": text} for n, text in enumerate(MESSAGES)]
    lines = [json.dumps(record, ensure_ascii=n % 2 == 0) for n, record in enumerate(records)]
    source.write_text("\n\n".join(lines) + "\r\n", "utf-8")
    errors = io.StringIO()
    assert check.lines(source, target, small, errors) == 0
    assert errors.getvalue() == ""
    assert written(target) == [
        {"id": n, **json.loads(json.dumps(check.as_json(text, small)))}
        for n, text in enumerate(MESSAGES)
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{not json", "is not JSON"),
        (b'{"id": 1, "text": "cut', "is not JSON"),
        (b'{"id": 1, "text": "\xff\xfe"}', "is not UTF-8 text"),
        (b"[1, 2]", '"id" and "text"'),
        (b'"text"', '"id" and "text"'),
        (b"null", '"id" and "text"'),
        (b'{"text": "NMN"}', '"id" and "text"'),
        (b'{"id": "m1"}', "'m1': \"text\""),
        (b'{"id": "m1", "text": null}', "'m1': \"text\""),
        (b'{"id": "m1", "text": 5}', "'m1': \"text\""),
        (b"1" * 5_000, ""),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"id":' * 100_000, "is nested too deeply"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_still_done(
    line: bytes, said: str, tmp_path: Path, small: Snapshot
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = b'{"id": "%s", "text": "NMN cures depression"}'
    source.write_bytes(b"\n".join([good % b"a", line, good % b"c"]))
    errors = io.StringIO()
    assert check.lines(source, target, small, errors) == 1
    (named,) = errors.getvalue().splitlines()
    assert named.startswith(f"{source}:2: ")
    assert said in named
    assert [result["id"] for result in written(target)] == ["a", "c"]


def test_ids_come_back_as_they_were(tmp_path: Path, small: Snapshot) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    ids: list[Any] = ["m1", 7, None, {"chat": 1}, "мой 🧂"]
    source.write_text("\n".join(json.dumps({"id": id_, "text": "x"}) for id_ in ids), "utf-8")
    assert check.lines(source, target, small, io.StringIO()) == 0
    assert [result["id"] for result in written(target)] == ids


def test_half_a_character_does_not_stop_the_others(tmp_path: Path, small: Snapshot) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "text": "NMN cures depression \\ud83e"}\n{"id": 2, "text": ""}')
    assert check.lines(source, target, small, io.StringIO()) == 0
    assert [result["id"] for result in written(target)] == [1, 2]


def test_many_messages_are_shared_out_and_keep_their_order(tmp_path: Path, small: Snapshot) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = [MESSAGES[number % len(MESSAGES)] for number in range(120)]
    given = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]
    source.write_text("\n".join([*given[:70], "{", *given[70:]]), encoding="utf-8")
    errors = io.StringIO()
    assert check.lines(source, target, small, errors) == 1
    assert errors.getvalue().startswith(f"{source}:71: is not JSON")
    one_by_one = [{"id": n, **check.as_json(text, small)} for n, text in enumerate(texts)]
    assert written(target) == one_by_one


def test_an_empty_file_gives_an_empty_file(tmp_path: Path, small: Snapshot) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\n \n")
    assert check.lines(source, target, small, io.StringIO()) == 0
    assert target.read_bytes() == b""


def test_a_missing_input_is_named_and_writes_nothing(tmp_path: Path, small: Snapshot) -> None:
    source, target = tmp_path / "none.jsonl", tmp_path / "out.jsonl"
    with pytest.raises(check.Unreadable, match=r"none\.jsonl: No such file"):
        check.lines(source, target, small, io.StringIO())
    assert not target.exists()


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path, small: Snapshot) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"")
    with pytest.raises(check.Unreadable, match=r"nowhere/out\.jsonl: No such file"):
        check.lines(source, tmp_path / "nowhere" / "out.jsonl", small, io.StringIO())


@pytest.mark.parametrize("target", ["in.jsonl", "../here/in.jsonl", "link.jsonl"])
def test_the_file_of_messages_is_not_overwritten_by_the_results(
    target: str, tmp_path: Path, small: Snapshot
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    source = folder / "in.jsonl"
    source.write_bytes(b'{"id": 1, "text": "NMN cures depression"}')
    (folder / "link.jsonl").symlink_to(source)
    with pytest.raises(check.Unreadable, match="name another one to write"):
        check.lines(source, folder / target, small, io.StringIO())
    assert source.read_bytes() == b'{"id": 1, "text": "NMN cures depression"}'


@pytest.mark.parametrize(("source", "target"), [("loop", "out.jsonl"), ("in.jsonl", "loop")])
def test_a_link_to_itself_is_named(
    source: str, target: str, tmp_path: Path, small: Snapshot
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "in.jsonl").touch()
    with pytest.raises(check.Unreadable, match="loop: "):
        check.lines(tmp_path / source, tmp_path / target, small, io.StringIO())


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "message.txt"
    path.write_bytes("NMN 🧂\r\ncures\n".encode())
    assert check.read_text(str(path)) == "NMN 🧂\r\ncures\n"


@pytest.mark.parametrize(
    ("name", "why"),
    [("none.txt", "No such file"), ("", "Is a directory"), ("latin1.txt", r"not UTF-8.*byte 3")],
)
def test_what_cannot_be_read_is_named_on_one_line(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "latin1.txt").write_bytes("até".encode("latin-1")[:2] + b"x\xe9")
    path = str(tmp_path / name)
    with pytest.raises(check.Unreadable, match=why) as caught:
        check.read_text(path)
    assert str(caught.value).startswith(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("words", ["NMN cures depression", "NMN " * 100])
def test_words_in_place_of_a_file_are_told_to_come_through_a_pipe(words: str) -> None:
    with pytest.raises(check.Unreadable, match="pipe them: echo WORDS") as caught:
        check.read_text(words)
    assert "\n" not in str(caught.value)


def test_a_missing_file_with_a_plain_name_gets_no_hint() -> None:
    with pytest.raises(check.Unreadable, match=r"No such file or directory$"):
        check.read_text("none.txt")


def test_the_command_answers_standard_input_as_json(
    indexed: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Whatever the encoding of the terminal is, a message is UTF-8.
    given = io.TextIOWrapper(io.BytesIO("NMN beats depresión 🧂 ¿no?".encode()), encoding="ascii")
    monkeypatch.setattr("sys.stdin", given)
    assert main(["check", "--json"]) == DONE
    out, errors = capsys.readouterr()
    assert errors == ""
    result = json.loads(out)
    assert list(result) == KEYS
    assert "NMN beats depresión 🧂 ¿no?".startswith(result["findings"][0]["quote"])


def test_the_command_answers_a_file_as_text(
    tmp_path: Path, base: Snapshot, indexed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "message.txt"
    path.write_text(MESSAGES[0], "utf-8")
    assert main(["check", str(path)]) == DONE == 0
    assert capsys.readouterr() == (check.as_text(MESSAGES[0], base) + "\n", "")


def test_the_command_does_what_it_can_of_a_file_with_a_bad_line(
    tmp_path: Path, indexed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'{"id": 1, "text": "NMN cures depression"}\noops\n{"id": 2, "text": "x"}\n')
    assert main(["check", "--jsonl", str(source), str(target)]) == WRONG_USE == 2
    out, errors = capsys.readouterr()
    assert out == ""
    (line,) = errors.splitlines()
    assert line.startswith(f"{source}:2: is not JSON")
    assert [result["id"] for result in written(target)] == [1, 2]


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_the_command_names_an_unknown_file_on_one_line(
    more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.txt"
    assert main(["check", str(path), *more]) == WRONG_USE
    assert capsys.readouterr() == ("", f"grain-of-salt: {path}: No such file or directory\n")


def test_the_command_refuses_a_file_of_messages_without_a_place_for_results() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--jsonl", "in.jsonl"])
    assert ended.value.code == WRONG_USE
