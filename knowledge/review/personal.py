"""Personal data in a text, replaced by placeholders: what moderators read names nobody.

Patterns, and no library: `phonenumbers` needs to be told the country of a number that is written
as people write it at home, and a model that knows names is many times the size of the bot. When in
doubt a number goes, unless its unit, its shape or the word before it says what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from knowledge.reading.normalise import clean
from knowledge.review.numbers import phones

_HAN = "\u3400-\u9fff"


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text without personal data, and how many pieces of each kind were removed."""

    text: str
    removed: Counter[str] = field(default_factory=Counter)


def scrubbed(text: str) -> Scrubbed:
    """A text with placeholders such as "[phone]" in the place of personal data. It finds what has
    a shape or an announcement ("my name is"), and no name that merely stands there."""
    text, removed = clean(text), Counter[str]()
    for kind, pattern, put in _PLAIN:
        text = _replaced(text, kind, pattern.finditer(text), put, removed)
    text = _replaced(text, "phone", phones(text), _whole("phone"), removed)
    text = _replaced(text, "name", _NAME.finditer(text), _name, removed)
    return Scrubbed(text, removed)


_Put = Callable[[re.Match[str]], "str | None"]
"""What stands in the place of a match; None where it stays."""


def _replaced(
    text: str, kind: str, found: Iterator[re.Match[str]], put: _Put, removed: Counter[str]
) -> str:
    parts, at = [], 0
    for match in found:
        if (instead := put(match)) is not None:
            parts += [text[at : match.start()], instead]
            at = match.end()
            removed[kind] += 1
    return "".join(parts) + text[at:]


def _whole(kind: str) -> _Put:
    return lambda _: f"[{kind}]"


def _after(kind: str) -> _Put:
    """Only what follows the announcement, which is the first group."""
    return lambda match: f"{match[1]}[{kind}]"


def _compiled(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_EMAIL = _compiled(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:[@＠]|\s?[(\[](?:at|arroba|собака)[)\]]\s?)"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
)
_CHAT = _compiled(
    r"(?<![\w.])(?:https?://)?(?:www\.)?"
    r"(?:t\.me|telegram\.me|wa\.me|m\.me|line\.me|chat\.whatsapp\.com|api\.whatsapp\.com|"
    r"discord\.gg|signal\.me|u\.wechat\.com)/[^\s<>\"'，。、]{1,300}"
)
_LINK = _compiled(
    r"(?:https?://(?:[^\s/@<>]{1,200}@)?|(?<![\w@./-])(?=[\w-]{1,63}\.[\w.-]{2,80}/))"
    r"([\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|\d[\d.]{6,14})(?::\d{1,5})?"
    r"(?:[/?#][^\s<>\"'，。、]{0,2000})?"
)
_HOST = re.compile(r"[^\W\d_]{2,}\Z")
_HANDLE = re.compile(r"(?<![\w@/.])[@＠][^\W\d][\w.]{1,31}(?<!\.)")
_ACCOUNT = _compiled(
    r"((?:微信号?[\s:：=]{1,3}|(?:微信号?|wechat|weixin|telegram|телеграм|instagram|insta|skype"
    r"|line id|тг)"
    r"(?:\s?[:：=]\s?| id\s?[:：]?\s?)))(?!\[)[a-z][\w.-]{4,31}"
)
_DATE = (
    r"(?:\d{1,2}[./\- ]{1,2}\d{1,2}[./\- ]{1,2}\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{1,2}\.?(?:st|nd|rd|th|er|º|°)?\s(?:de\s|of\s|do\s)?[^\W\d_]{3,12}\.?,?\s(?:de\s"
    r"|del\s)?\d{4}"
    r"|[^\W\d_]{3,12}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})"
)
_BORN = _compiled(
    r"((?:\bborn|\bbirth(?:day|date)?|\bd\.?o\.?b\b\.?|\bnac[ií](?:d[oa]|mento|miento)?\b"
    r"|\bfecha de nac\w{0,9}"
    r"|\bdata de nasc\w{0,9}|\bnasc(?:i|id[oa])\b|\bnée?\b|\bgeb(?:oren|\.|urtsdatum)?|\bnat[oa]\b"
    r"|\bродил(?:ся|ась)|рождения|जन्म\w{0,8}|\blahir|المي?لاد|مواليد|ولدت?|出生|生日)"
    r"(?:[^\d\n]{0,16}?))",
    _DATE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b")
_CARD = re.compile(r"(?<![A-Za-z\d+.-])\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{2,7}(?![A-Za-z\d-])")
_ID_WORD = (
    r"(?:passport|passeport|pasaporte|passaporto|reisepass|паспорт|пасп\.|ssn|social security|nhs"
    r"|national insurance|driving licen[cs]e|driver'?s licen[cs]e|medicare|d\.?n\.?i\.?"
    r"|n\.?i\.?e|n\.?i\.?f"
    r"|c\.?p\.?f\.?|r\.?g\.?|curp|rfc|sécu(?:rité sociale)?|insee|personalausweis|ausweis\w{0,8}"
    r"|steuer-?id|versicherten\w{0,8}|codice fiscale|carta d'identità|инн|снилс|полис\w{0,3}"
    r"|आधार|aadhaar"
    r"|पैन|nik|ktp|npwp|رقم الهوية|الهوية|الإقامة|جواز(?: السفر)?|身份证号?码?|护照号?码?)"
)
_ID_AFTER = _compiled(
    r"((?<![^\W_])",
    _ID_WORD,
    r"(?![A-Za-zÀ-ÿа-яё])\s?(?:n[o°º]\.?|nr\.?|num\w{0,4}|number|№|#|नंबर|رقم|号码?)?\s?[:：=]?\s?)",
    r"(?!\[)(?=[A-Z .\-/]{0,11}\d)([A-Z0-9](?:[ .\-/]?[A-Z0-9]){4,20})(?![A-Z0-9])",
)
_ID_SHAPE = re.compile(
    r"(?<![A-Za-z\d.+-])(?:\d{3}-\d{2}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{3}-\d{3}-\d{3} \d{2}"
    r"|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|\d{8}[A-HJ-NP-TV-Z]|[XYZ]\d{7}[A-Z]"
    r"|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|\d{17}[\dXx])(?![A-Za-z\d-])"
)
_TOWN = (
    r"(?:,?\s(?:[A-Z]{2}\s)?\d{4,6}(?:\s\w[\w'’-]{1,24}){0,2}"
    r"|,\s[A-Z][\w'’-]{2,24}(?:,?\s[A-Z]{2}\s\d{5})?)?"
)
_NAMED = (
    r"(?:\s(?:d[aeiou]s?|del|della|dei|la|las|los|le|les|l'|do|da|al|san"
    r"|[A-ZÀ-ÖØ-Þ][\w'’.-]{0,24})){1,5}"
)
_NUMBER = r",?\s(?:n[o°º.]{0,2}\s?)?\d{1,5}[a-zA-Z]?\b(?:,\s\d{1,2}[º°]\s?\w)?"
_ADDRESS = re.compile(
    r"(?<![\w.])(?:"
    r"\d{1,5}[A-Za-z]?(?:\s[NSEW]\.?)?(?:\s[A-Z][\w'’]{1,24}){1,3}\s(?:Street|St|Road|Rd"
    r"|Avenue|Ave|Lane|Ln|Drive|Boulevard"
    r"|Blvd|Court|Square|Close|Terrace|Crescent|Gardens)\b\.?"
    + _TOWN
    + r"|(?:Calle|C/|Avenida|Avda?\.|Plaza|Paseo|Carrera|Carretera|Rua|Travessa|Praça"
    r"|Alameda|Via|Viale"
    r"|Piazza|Corso|Vicolo|Largo|Jl\.|Jln\.|Jalan|Gang)"
    + _NAMED
    + _NUMBER
    + _TOWN
    + r"|\d{1,4}(?:\s(?:bis|ter))?,?\s(?:rue|avenue|boulevard|bd|place|impasse|chemin"
    r"|allée|quai|route)"
    + _NAMED
    + _TOWN
    + r"|(?:[A-ZÄÖÜ][\wäöüß-]{1,30}(?:straße|strasse|str\.|weg|platz|gasse|allee|damm|ufer)"
    r"|[A-ZÄÖÜ][\wäöüß-]{1,30}\s(?:Straße|Strasse|Str\.|Weg|Platz|Allee))\s\d{1,4}\s?[a-z]?\b"
    + _TOWN
    + r"|(?:ул\.|улица|просп\.|пр-т|проспект|пер\.|переулок|бульвар|шоссе"
    r"|наб\.)\s[А-ЯЁ][\w.\- ]{1,40}?,?\s"
    r"(?:д\.|дом)?\s?\d{1,4}\w?(?:,?\s(?:кв\.|квартира)\s?\d{1,4})?"
    r"|(?:मकान|फ्लैट|प्लॉट)\s(?:नंबर|नं\.?|संख्या)\s?\d{1,5}[^\n।]{0,40}?(?:\d{6}|(?=[\n।])|\Z)"
    r"|شارع(?:\s[^\W\d_]{2,20}){1,4}(?:\sرقم)?[،,]?\s\d{1,5}"
    rf"|[{_HAN}]{{2,12}}?(?:路|街|大道|巷|弄|胡同)\d{{1,5}}(?:号|弄)(?:[{_HAN}\d]{{1,10}}?[室楼])?"
    r")"
)

_ADDRESS_AFTER = _compiled(
    r"((?:\baddress|\badresse|\banschrift|\bdirección|\bendereço|\bindirizzo|адрес|पता"
    r"|\balamat|العنوان|地址)"
    r"\s?[:：]\s?)(?!\[)[^\n;；。\d]{2,60}\d{1,5}\w?(?:,?\s\d{4,6}(?:\s[^\W\d_]{2,25})?)?"
)


def _host(match: re.Match[str]) -> str | None:
    """The host of an address alone; a number in its place says where somebody's machine is."""
    host = match[1].rstrip(".")
    if _HOST.search(host):
        return host
    # "1.5/2.5" is no address.
    return "[link]" if match[0].lower().startswith("http") else None


def _card(match: re.Match[str]) -> str | None:
    """Long numbers in fours are as private as the cards that they look like."""
    return None if match[0].endswith("0000") else "[card]"


_INTRODUCED = (
    r"\bmy name is|\bmy name's|\bje m[’']appelle|\bmon nom est|\bme llamo|\bmi nombre es"
    r"|\bmeu nome é"
    r"|\bme chamo|\bich hei(?:ß|ss)e|\bmein name ist|\bmi chiamo|\bil mio nome è|\bменя зовут"
    r"|\bмо[её] имя|मेरा नाम|\bnama saya|\bنامه|\bاسمي|\bأنا اسمي|我的名字是|我的名字叫|我叫|我姓"
)
_NO_NAME = frozenset(
    {
        *("on", "in", "not", "the", "a", "an", "is", "at", "of", "this", "that", "and", "here"),
        *("und", "auf", "nicht", "produkte", "das", "die", "der", "en", "el", "la", "le", "les"),
        *("de", "du", "ist", "est", "es", "no", "não", "nao", "sur", "dans", "il", "un", "una"),
        *("non", "на", "не", "в", "और", "है", "हूँ", "من", "في", "على", "ليس", "yang", "di", "dan"),
    }
)
"""Words after "my name is" that begin no name."""
_NAME = re.compile(
    rf"((?:{_INTRODUCED})\s?[:：]?\s*)"
    rf"(?:([{_HAN}]{{2,4}}?)(?=[^{_HAN}]|\Z|今年|是|来自|住|，|有|在)|([{_HAN}]{{2,3}})"
    r"|([^\W\d_][\w'’\u0900-\u097f-]{0,30})((?:\s[^\W\d_][\w'’\u0900-\u097f-]{0,30}){0,3}))",
    re.IGNORECASE,
)


def _name(match: re.Match[str]) -> str | None:
    """The name after an introduction: its first word, and those that go on like a name."""
    said, han, cut, first, rest = match.groups()
    if han or cut:
        return f"{said}[name]"
    if first.lower() in _NO_NAME:
        return None
    kept = rest
    for word in rest.split():
        script = "\u0900" <= word[0] <= "\u097f"
        if not (word[0].isupper() or script) or word in _NO_NAME:
            break
        kept = kept.lstrip()[len(word) :]
    return f"{said}[name]{kept}"


_PLAIN: tuple[tuple[str, re.Pattern[str], _Put], ...] = (
    ("handle", _CHAT, _whole("handle")),
    ("link", _LINK, _host),
    ("email", _EMAIL, _whole("email")),
    ("handle", _HANDLE, _whole("handle")),
    ("handle", _ACCOUNT, _after("handle")),
    ("birth", _BORN, _after("date of birth")),
    ("address", _ADDRESS_AFTER, _after("address")),
    ("address", _ADDRESS, _whole("address")),
    ("account", _IBAN, _whole("account")),
    ("id", _ID_AFTER, _after("id")),
    ("id", _ID_SHAPE, _whole("id")),
    ("card", _CARD, _card),
)
