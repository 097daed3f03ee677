"""Which language a text is in."""

from __future__ import annotations

import pytest

from knowledge.reading.language import LANGUAGES, detect, scripts

CLAIMS = {
    "en": "NMN cures depression and gives you back your energy",
    "es": "La cúrcuma cura el cáncer",
    "pt": "A cúrcuma cura o câncer",
    "fr": "Le curcuma guérit le cancer",
    "de": "Kurkuma heilt Krebs",
    "it": "La curcuma cura il cancro",
    "ru": "Куркума лечит рак",
    "hi": "हल्दी से कैंसर ठीक होता है",
    "id": "kunyit menyembuhkan kanker",
    "ar": "الكركم يعالج السرطان",
    "zh": "姜黄能治癌症",
}


def test_there_is_a_claim_for_every_language() -> None:
    assert set(CLAIMS) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_claim_is_told_in_every_language(language: str) -> None:
    assert detect(CLAIMS[language]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Desde que tomo magnesio por la noche duermo mucho mejor y ya no me duele la cabeza",
            "es",
        ),
        ("Depuis que je prends du magnésium le soir je dors beaucoup mieux qu'avant", "fr"),
        ("Seit ich abends Magnesium nehme, schlafe ich viel besser als früher", "de"),
        ("Da quando prendo il magnesio la sera dormo molto meglio di prima", "it"),
        ("Sejak saya minum magnesium setiap malam, tidur saya jauh lebih nyenyak", "id"),
        ("Desde que tomo magnésio à noite não tenho mais dores e durmo muito melhor", "pt"),
        ("Since I started to take magnesium at night I have been sleeping much better", "en"),
    ],
)
def test_a_longer_sentence_is_told(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text", ["", "123 456", "🎉🎉", "hello", "NMN", "ok", "NMN CBD", "magnesium?", "Does it help"]
)
def test_english_is_assumed_where_nothing_speaks_against_it(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("NMN и CBD помогают всем", "ru"),
        ("NMN能治抑郁症", "zh"),
        ("NMN يعالج الاكتئاب", "ar"),
        ("NMN से डिप्रेशन ठीक", "hi"),
    ],
)
def test_latin_names_of_products_do_not_hide_the_script(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("NMN cures depression", set()),
        ("NMN 治 depression", {"zh"}),
        ("куркума haldi हल्दी", {"ru", "hi"}),
        ("", set()),
    ],
)
def test_other_scripts_within_a_text_are_noticed(text: str, codes: set[str]) -> None:
    assert scripts(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Ashwagandha reduces cortisol, rhodiola reduces fatigue, curcumin reduces inflammation",
        "Moringa, kurkuma and spirulina detox your liver naturally now",
    ],
)
def test_names_of_substances_do_not_make_english_another_language(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "ウコンは がんに とても よく効く サプリだそうです。 これって ほんとうですか",
        "강황이 암을 치료한다는 말이 정말 사실인가요 알려주세요 제발",
        "A0B0C0D0F0䶉",
    ],
    ids=["Japanese", "Korean", "mixed"],
)
def test_a_language_that_is_none_of_ours_is_told_as_one_of_them(text: str) -> None:
    assert detect(text) in LANGUAGES


def test_the_beginning_of_a_long_text_decides() -> None:
    assert detect("Kurkuma heilt den Krebs und macht die Haut schön. " * 2000) == "de"
