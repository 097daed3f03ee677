"""Messages as they come back: copies with a greeting, a typo or a call to share; and twins with
another name in them, which must stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import Snapshot
from knowledge.reading.reader import read
from tests.quality.messages import Message

GREETINGS = {
    "en": "Hi all, my aunt sent me this:",
    "es": "Hola a todos, mi tía me mandó esto:",
    "pt": "Oi gente, minha tia mandou isso:",
    "fr": "Bonjour à tous, ma tante m'a envoyé ça :",
    "de": "Hallo zusammen, meine Tante hat das geschickt:",
    "it": "Ciao a tutti, mia zia mi ha mandato questo:",
    "ru": "Всем привет, тётя прислала:",
    "hi": "सबको नमस्ते, मौसी ने यह भेजा है:",
    "id": "Halo semua, tante saya kirim ini:",
    "ar": "السلام عليكم، خالتي أرسلت هذا:",
    "zh": "大家好，阿姨发给我这个：",
}
FAREWELLS = {
    "en": "Please forward to your family!",
    "es": "¡Reenvíalo a tu familia!",
    "pt": "Encaminhe para a família!",
    "fr": "Transférez à votre famille !",
    "de": "Bitte an die Familie weiterleiten!",
    "it": "Inoltra alla tua famiglia!",
    "ru": "Перешлите родным!",
    "hi": "अपने परिवार को भेजें!",
    "id": "Sebarkan ke keluarga!",
    "ar": "أرسلها لعائلتك!",
    "zh": "请转发给家人！",
}
NAMES = (
    ("Zorvexin", "Kalmirol"),
    ("Nature Plus Drops", "Herbal Gold Drops"),
    ("chalk", "gravel"),
    ("stone", "paper"),
    ("NAC", "NMN"),
)
"""Pairs of things that somebody may take: invented ones, brands, and plain words."""


@dataclass(frozen=True, slots=True)
class Two:
    """Two texts, what was done to the second, and whether they are one request."""

    one: str
    other: str
    how: str
    same: bool
    language: str


def copies(messages: Sequence[Message]) -> Iterator[Two]:
    """Each message beside its copies."""
    for message in messages:
        text, language = message.text, message.language
        for how, other in (
            ("greeting", f"{GREETINGS.get(language, GREETINGS['en'])} {text}"),
            ("farewell", f"{text} {FAREWELLS.get(language, FAREWELLS['en'])}"),
            ("capitals", f"‼️ {text.upper()} 🙏🙏"),
            ("typo", _typo(text)),
            ("word lost", _without_one(text)),
        ):
            yield Two(text, other, how, True, language)
        opened = f"{GREETINGS.get(language, GREETINGS['en'])} {text}"
        closed = f"{text} {FAREWELLS.get(language, FAREWELLS['en'])}"
        yield Two(opened, closed, "greeting, farewell", True, language)


def twins(messages: Sequence[Message], base: Snapshot) -> Iterator[Two]:
    """Each message that names one substance once, with two other names in its place, unless both
    then name something else in common."""
    for message in messages:
        if place := _named_once(message.text, base):
            start, end = place
            for one, other in NAMES:
                first, second = (
                    message.text[:start] + n + message.text[end:] for n in (one, other)
                )
                # What both still name, they do speak of.
                if not {*_named(first, base)} & {*_named(second, base)}:
                    yield Two(first, second, f"{one} / {other}", False, message.language)


def _named(text: str, base: Snapshot) -> tuple[str, ...]:
    return read(text, base.vocabulary).substances


def _named_once(text: str, base: Snapshot) -> tuple[int, int] | None:
    found = [
        (one.sentence, mention)
        for one in read(text, base.vocabulary).sentences
        for mention in one.substances
    ]
    if len(found) != 1:
        return None
    sentence, mention = found[0]
    first, last = sentence.tokens[mention.start], sentence.tokens[mention.end - 1]
    written = sentence.text[first.start : last.end]
    at = text.find(written)
    return (at, at + len(written)) if at >= 0 and text.count(written) == 1 else None


def _typo(text: str) -> str:
    """Two letters of the longest word swapped."""
    words = re.findall(r"[^\W\d_]{5,}", text)
    if not words:
        return text + "."
    word = max(words, key=len)
    middle = len(word) // 2
    wrong = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return text.replace(word, wrong, 1)


def _without_one(text: str) -> str:
    """The text without the word in its middle."""
    words = text.split()
    return " ".join(words[: len(words) // 2] + words[len(words) // 2 + 1 :]) or text
