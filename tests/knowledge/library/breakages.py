"""Ways to break the small library, one thing at a time, and the fault that must follow."""

from __future__ import annotations

from dataclasses import dataclass

from tests.knowledge import small_library

NMN, NAC, OUTCOMES = "substances/nmn.yaml", "substances/nac.yaml", "outcomes.yaml"
NMN_HEADLINE = "No study in people shows that NMN helps depression."


@dataclass(frozen=True)
class Breakage:
    """One thing broken: in which file, what is put for what, and the fault that must follow.

    `at` are words on the line that the fault must name.
    """

    name: str
    file: str
    old: str
    new: str
    at: str
    message: str


def headline(name: str, text: str, message: str) -> Breakage:
    return Breakage(name, NMN, NMN_HEADLINE, text, "headline:", message)


def tied(name: str, fact: str, message: str) -> Breakage:
    """One fact that is not tied to the source of its claim, while the other is."""
    start, end = small_library.NMN.index("    facts:"), small_library.NMN.index("        seen:")
    old = small_library.NMN[start:end]
    new = old.replace("The hopeful results come from mice.", fact)
    new = new.replace("treatment for it.", "treatment for it. [review]") + "        id: review\n"
    return Breakage(name, NMN, old, new, "- The hopeful", f"nmn-depression: {message}")


def missing(field: str, line: str) -> Breakage:
    return Breakage(
        f"no {field}", NMN, line, "", "- id: nmn-depression", f"nmn-depression: {field} is missing"
    )


def bad_choice(field: str, value: str) -> Breakage:
    return Breakage(
        f"bad {field}",
        NMN,
        f"    {field}: {value}",
        f"    {field}: whatever",
        f"    {field}: whatever",
        f"nmn-depression: {field} is 'whatever'; allowed: ",
    )


BREAKAGES = (
    Breakage(
        "unknown outcome",
        NMN,
        "outcome: depression",
        "outcome: gloom",
        "outcome: gloom",
        "nmn-depression: unknown outcome 'gloom'; outcomes.yaml lists them",
    ),
    Breakage(
        "substance id unlike its file",
        NMN,
        "id: nmn\n",
        "id: nmm\n",
        "id: nmm",
        "id 'nmm' must be the file's name 'nmn'",
    ),
    Breakage(
        "claim id used twice",
        NMN,
        "id: nmn-depression",
        "id: nac-sleep",
        "id: nac-sleep",
        "claim id 'nac-sleep' also stands in nac.yaml",
    ),
    Breakage(
        "two claims of the same things",
        NAC,
        "relation: improves\n    outcome: depression",
        "relation: improves\n    outcome: sleep",
        "id: nac-depression",
        "nac-depression: says of the same things as nac-sleep",
    ),
    Breakage(
        "phrasing of another claim, in other letters",
        NAC,
        "phrasings: []",
        "phrasings:\n      - nac KNOCKS you   out at night",
        "KNOCKS",
        "nac-depression: this phrasing also belongs to nac-sleep",
    ),
    Breakage(
        "untrusted source",
        NMN,
        "publisher: Cochrane",
        "publisher: Shop of Wonders",
        "- title: A review of many trials",
        "nmn-depression: published without a source from publishers.yaml: make it a draft",
    ),
    Breakage(
        "address that cannot be opened",
        NMN,
        "url: https://example.org/review",
        "url: example.org/review",
        "url: example.org",
        "nmn-depression: not an address: 'example.org/review'",
    ),
    Breakage(
        "refuted at low certainty",
        NAC,
        "status: supported\n    certainty: low",
        "status: refuted\n    certainty: low",
        "certainty: low",
        "nac-sleep: refuted at low certainty: call it unproven or mixed",
    ),
    Breakage(
        "danger that does not say what it is",
        NMN,
        "safety_facts:\n      - Do not stop prescribed treatment for it.",
        "safety_facts: []",
        "safety_facts:",
        "nmn-depression: danger without a line that says what it is",
    ),
    tied(
        "a fact without its source, where sources have ids",
        "The hopeful results come from mice.",
        "a fact without the id of its source: 'The hopeful results come from mice.'",
    ),
    tied(
        "a fact of a source that is not there",
        "The hopeful results come from mice. [other]",
        "a fact names no source here: 'other'",
    ),
    Breakage(
        "a page without the source of what it says",
        NMN,
        "claims:\n  - id: nmn-depression",
        "about: A form of vitamin B3. [gone]\nsources:\n  - {title: T, publisher: Cochrane,"
        " url: 'https://a.example/b', says: S, seen: excerpt, id: here}\n"
        "claims:\n  - id: nmn-depression",
        "about:",
        "nmn: a fact names no source here: 'gone'",
    ),
    Breakage(
        "a limit that nobody trusted set",
        NMN,
        "claims:\n  - id: nmn-depression",
        "limits:\n  - {population: adults, amount: 1, unit: g, per: a day, kind: upper limit,"
        " note: N, source: {title: T, publisher: A shop, url: 'https://a.example/b', says: S,"
        " seen: excerpt}}\n"
        "claims:\n  - id: nmn-depression",
        "- {population:",
        "nmn: 'A shop' is not in publishers.yaml",
    ),
    Breakage(
        "no facts at all",
        NMN,
        "facts:\n      - The hopeful results come from mice.",
        "facts: []",
        " facts:",
        "nmn-depression: no facts",
    ),
    Breakage(
        "published without phrasings",
        NAC,
        "phrasings:\n      - NAC knocks you out at night",
        "phrasings:  []",
        "phrasings:  []",
        "nac-sleep: no phrasings",
    ),
    Breakage(
        "review due before it was made",
        NMN,
        "due: 2027-11-22",
        "due: 2026-11-21",
        "due: 2026-11-21",
        "nmn-depression: due must be after reviewed",
    ),
    Breakage(
        "date that is none",
        NMN,
        "due: 2027-11-22",
        "due: next year",
        "due: next year",
        "nmn-depression: due must be a date like",
    ),
    Breakage(
        "unknown field",
        NMN,
        "    safety: danger",
        "    safety: danger\n    verdict: fake",
        "verdict: fake",
        "nmn-depression: unknown field 'verdict'",
    ),
    Breakage(
        "year in words",
        NMN,
        "year: 2024",
        "year: last year",
        "year: last",
        "nmn-depression: year must be a number",
    ),
    Breakage(
        "unknown language",
        NMN,
        "  es: [nicotinamida",
        "  xx: [nicotinamida",
        "xx: [",
        "unknown language 'xx'",
    ),
    Breakage(
        "sure name of two substances",
        NMN,
        "en: [NMN, nicotinamide mononucleotide]",
        "en: [NMN, Acetylcysteine]",
        "en: [NMN",
        "'Acetylcysteine' is also a name of nac",
    ),
    Breakage(
        "ambiguous word that is none of its words",
        OUTCOMES,
        "ambiguous: [feeling low]",
        "ambiguous: [feeling blue]",
        "ambiguous:",
        "depression: ambiguous word 'feeling blue' is not among its words",
    ),
    Breakage(
        "opposite word that is none of its words",
        OUTCOMES,
        "opposite: [insomnia]",
        "opposite: [lying awake]",
        "opposite:",
        "sleep: opposite word 'lying awake' is not among its words",
    ),
    Breakage(
        "claim too long",
        NMN,
        "claim: NMN cures depression",
        f"claim: {'very ' * 40}good",
        "claim: very",
        "nmn-depression: claim has 204 characters, at most 160",
    ),
    Breakage(
        "fact too long",
        NMN,
        "The hopeful results come from mice.",
        f"Mice{' and mice' * 40}.",
        "and mice",
        "nmn-depression: 365 characters, at most 320",
    ),
    Breakage(
        "safety fact too long",
        NMN,
        "Do not stop prescribed treatment for it.",
        f"Do not{' not' * 100}.",
        "Do not not",
        "nmn-depression: 407 characters, at most 320",
    ),
    Breakage(
        "phrasing too long",
        NMN,
        "goodbye sadness with NMN",
        f"bye{' bye' * 120}",
        "bye bye",
        "nmn-depression: 483 characters, at most 400",
    ),
    Breakage(
        "source that says too much",
        NMN,
        "says: No trial in people was found.",
        f"says: No{' no' * 150}.",
        "says: No no",
        "nmn-depression: 453 characters, at most 400",
    ),
    headline(
        "headline too long",
        f"No study in people shows that{' ever' * 30} NMN helps.",
        "nmn-depression: headline has 190 characters, at most 140",
    ),
    headline(
        "headline without its full stop", NMN_HEADLINE[:-1], "headline must end with a full stop"
    ),
    headline("headline that shouts", f"Wow! {NMN_HEADLINE}", "headline must be a plain statement"),
    headline("headline that asks", f"Really? {NMN_HEADLINE}", "headline must be a plain statement"),
    *(
        headline(f"jargon {word}", f"No study in people, {word}.", f"headline has jargon: '{word}'")
        for word in ("SMD", "RCTs", "meta-analyses", "placebo-controlled", "responders", "p < 0.05")
    ),
    *(
        headline(
            f"scorn {word}", f"No study shows this {word}.", f"headline has scorn or hype: '{word}'"
        )
        for word in ("Myth", "scam", "debunked", "nonsense", "quackery", "miracle", "gullible")
    ),
    headline("a speaker", "We found that no study shows this.", "headline has a speaker: 'We'"),
    *(
        missing(field, f"    {field}: {value}\n")
        for field, value in (
            ("claim", "NMN cures depression"),
            ("relation", "improves"),
            ("outcome", "depression"),
            ("state", "published"),
            ("headline", NMN_HEADLINE),
            ("status", "unproven"),
            ("certainty", "moderate"),
            ("best_evidence", "animal"),
            ("safety", "danger"),
            ("who_to_ask", "mental health professional"),
        )
    ),
    Breakage(
        "source without its address",
        NMN,
        "        url: https://example.org/review\n",
        "",
        "- title: A review of many trials",
        "nmn-depression: url is missing",
    ),
    Breakage(
        "review without its reviewer",
        NMN,
        "by: starter review, ",
        "",
        "review: {",
        "nmn-depression: by is missing",
    ),
    missing("facts", "    facts:\n      - The hopeful results come from mice.\n"),
    bad_choice("relation", "improves"),
    bad_choice("status", "unproven"),
    bad_choice("certainty", "moderate"),
    bad_choice("best_evidence", "animal"),
    bad_choice("safety", "danger"),
    bad_choice("who_to_ask", "mental health professional"),
    bad_choice("state", "published"),
    Breakage(
        "two outcomes of one id",
        OUTCOMES,
        small_library.OUTCOMES,
        small_library.OUTCOMES
        + "- {id: sleep, name: slumber, nature: goal, words: {en: [slumber]}}\n",
        "slumber",
        "id 'sleep' stands twice",
    ),
    Breakage(
        "two tip-offs of one id",
        "tip_offs.yaml",
        small_library.TIP_OFFS,
        small_library.TIP_OFFS + "- {id: cure-all, name: Panacea, why: So., phrases: {}}\n",
        "Panacea",
        "id 'cure-all' stands twice",
    ),
    Breakage(
        "part that is no outcome",
        OUTCOMES,
        "  opposite: [insomnia]",
        "  opposite: [insomnia]\n  parts: [dreams, depression]",
        "parts:",
        "sleep: parts names an unknown outcome 'dreams'",
    ),
    Breakage(
        "treats what is no outcome",
        OUTCOMES,
        "  opposite: [insomnia]",
        "  opposite: [insomnia]\n  treats: [depression, gloom]",
        "treats:",
        "sleep: treats names an unknown outcome 'gloom'",
    ),
    Breakage(
        "unknown language of a tip-off",
        "tip_offs.yaml",
        "en: [cures",
        "xx: [cures",
        "xx:",
        "unknown language 'xx'",
    ),
    Breakage(
        "unknown language of a cue",
        "cues.yaml",
        "en: [cure",
        "xx: [cure",
        "xx:",
        "unknown language 'xx'",
    ),
    Breakage(
        "unknown language of an outcome",
        OUTCOMES,
        "    en: [depression, feeling low]",
        "    en: [depression, feeling low]\n    xx: [gloom]",
        "xx:",
        "unknown language 'xx'",
    ),
    Breakage(
        "sign-off in words",
        NMN,
        "clinician: false",
        "clinician: 'no'",
        "clinician:",
        "nmn-depression: clinician must be true or false",
    ),
)
