"""Which numbers of a text may be telephone numbers, and which say how much, when or where to read
it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UNIT = (
    r"(?:mg|mcg|µg|μg|ug|g|gr|gram\w{0,3}|kg|iu|i\.u\.|ui|u\.i\.|ie|i\.e\.|ml|cl|dl|l|kcal"
    r"|cal|kj|cfu|ppm|mmol|nmol"
    r"|mmhg|cm|mm|km|%|‰|percent|por ciento|por cento|prozent|€|\$|£|₹|¥|₽|eur|euros?|usd"
    r"|dollars?|dólares|pounds?|rs|rupees?"
    r"|reais|rupiah|ribu|juta|lakh|people|patients?|women|men|participants?|steps|units?"
    r"|times|years?|weeks?|months?|days?"
    r"|personas|pessoas|personnes|personen|persone|orang|leuten?|мг|мкг|г|кг|мл|ме|руб\w{0,4}"
    r"|человек"
    r"|मिलीग्राम|मिग्रा|माइक्रोग्राम|ग्राम|लोगों|रुपये|ملغ|مجم|ملجم|ملغم|غرام|جرام|مل|وحدة"
    r"|ريال|جنيه|درهم|شخص"
    r"|毫克|微克|克|公斤|毫升|单位|元|块|万|亿|人|粒)"
)
_AMOUNT = r"\d{1,9}(?:[., \u00a0\u202f'’٬٫]\d{1,3}){0,4}"
_MEASURED = re.compile(
    rf"(?<![\d+(.\-])(?:{_AMOUNT}\s?(?:[-–—~x×]|to|a|à|bis|до|से|إلى|至|到)\s?){{0,2}}{_AMOUNT}"
    rf"\s?(?:{_UNIT})(?![^\W\d_])"
    rf"|(?:[$€£₹¥₽]|\brp\.?|\brs\.?|\br\$|\busd|\beur)\s?{_AMOUNT}",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?:pmid|pmcid|pmc|nct|isrctn|eudract|chictr\w{0,4}|crd|isbn|issn|cas|doi|arxiv|lot|batch)"
    r"[\s:#№.]{0,3}[\w./()-]{4,60}"
    r"|\b10\.\d{4,9}/[^\s]{3,80}"
    r"|\b(?:19|20)\d\d\s?;\s?\d{1,4}(?:\(\d{1,6}\))?(?::\s?e?\d{1,6}(?:[-–]\d{1,6})?)?"
    r"|(?<![\w-])\d{2,7}-\d{2}-\d(?![\w-])",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?<![\d./+-])(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19"
    r"|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}"
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d|\d{2,3}/\d{2,3}"
    r"|\d{1,3}[.,]\d{1,3}\s?[-–]\s?\d{1,3}[.,]\d{1,3})(?![./-]?\d)"
)
_KEPT = (_CITED, _MEASURED, _DATED)
_RUN = re.compile(
    r"(?<![\d.,A-Za-z])(?:\+|00)?\(?\d(?:[ \u00a0.\-–‑/()]{0,3}\d){6,17}(?![\dA-Za-z])"
)
_ANNOUNCED = re.compile(
    r"(?:\btel|phone|mobile|\bcell|\bcall\b|whatsapp|\bwa\b|\bzap\b|\btext\b|\bsms\b|hotline"
    r"|tel[eé]f|llam|\bliga\b|ligue"
    r"|appel|portable|\bruf|handy|chiama|cellulare|тел\b|звон|номер|फोन|फ़ोन|नंबर|hubungi"
    r"|telp|\bhp\b|هاتف|اتصل|رقمي|جوال"
    r"|电话|手机|联系)[^\d\n]{0,20}\Z",
    re.IGNORECASE,
)
_ANNOUNCEMENT = 40
"""Characters before a number that may say what it is."""
_GROUP = re.compile(r"\d+")
_RANGE = re.compile(r"\(?\d{2,4}\s?[-–]\s?\d{2,5}")


def phones(text: str) -> Iterator[re.Match[str]]:
    """The numbers of a text that may be called: also those that nothing else explains."""
    masked = text
    for kept in _KEPT:
        masked = kept.sub(lambda match: "\0" * len(match[0]), masked)
    for match in _RUN.finditer(masked):
        before = text[max(0, match.start() - _ANNOUNCEMENT) : match.start()]
        if _ANNOUNCED.search(before) or _callable(match[0]):
            yield match


def _callable(run: str) -> bool:
    """Whether a run of digits looks like a telephone number, or at least like no amount."""
    if run.startswith(("+", "00", "(+", "(0")):
        return True
    groups = _GROUP.findall(run)
    if groups[-1].endswith("000"):
        return False
    if _RANGE.fullmatch(run) and groups[0][-1] in "05" and groups[1][-1] in "05":
        return int(groups[0]) >= int(groups[1])
    # Thousands are written in groups of three after a shorter one: 20 536 100.
    return not (len(groups) > 1 and len(groups[0]) < 3 and all(len(g) == 3 for g in groups[1:]))
