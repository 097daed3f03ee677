"""A small library on disk, faultless until a test breaks one thing in it."""

from __future__ import annotations

from pathlib import Path

NMN = """\
id: nmn
name: NMN
group: NAD+ precursor
names:
  en: [NMN, nicotinamide mononucleotide]
  es: [nicotinamida mononucleótido]
claims:
  - id: nmn-depression
    claim: NMN cures depression
    relation: improves
    outcome: depression
    state: published
    headline: No study in people shows that NMN helps depression.
    status: unproven
    certainty: moderate
    best_evidence: animal
    safety: danger
    facts:
      - The hopeful results come from mice. [review-2024]
    safety_facts:
      - Do not stop prescribed treatment for it. [review-2024]
    who_to_ask: mental health professional
    sources:
      - id: review-2024
        title: A review of many trials
        publisher: Cochrane
        url: https://example.org/review
        year: 2024
        says: No trial in people was found.
        seen: excerpt
    review: {by: starter review, reviewed: 2026-11-22, due: 2027-11-22, clinician: false}
    phrasings:
      - NMN cured my depression
      - goodbye sadness with NMN
"""
NAC = """\
id: nac
name: NAC
group: amino acid
names:
  en: [NAC, acetylcysteine]
ambiguous: [NAC]
claims:
  - id: nac-sleep
    claim: NAC gives you deep sleep
    relation: improves
    outcome: sleep
    state: published
    headline: NAC may improve sleep a little.
    status: supported
    certainty: low
    best_evidence: small trials
    safety: ordinary
    facts:
      - Two small trials measured sleep. [sleep-review]
    who_to_ask: pharmacist
    sources:
      - id: sleep-review
        title: Sleep and acetylcysteine
        publisher: Cochrane
        url: https://example.org/sleep
        says: A small effect on sleep was seen.
        seen: full text
    review: {by: starter review, reviewed: 2026-11-22, due: 2027-11-22, clinician: false}
    phrasings:
      - NAC knocks you out at night
  - id: nac-depression
    claim: NAC cures depression
    relation: improves
    outcome: depression
    state: draft
    headline: NAC probably does little for depression.
    status: mixed
    certainty: moderate
    best_evidence: trials
    safety: caution
    facts:
      - Trials disagree.
    who_to_ask: doctor
    sources:
      - title: A blog
        publisher: Some Blog
        url: https://example.org/blog
        says: It cured the author.
        seen: excerpt
    review: {by: starter review, reviewed: 2026-11-22, due: 2027-11-22}
    phrasings: []
"""
OUTCOMES = """\
- id: depression
  name: depression
  nature: condition
  words:
    en: [depression, feeling low]
  ambiguous: [feeling low]
- id: sleep
  name: sleep
  nature: goal
  words:
    en: [sleep, insomnia]
  opposite: [insomnia]
"""
TIP_OFFS = """\
- id: cure-all
  name: Cure for everything
  why: Nothing treats many illnesses at once.
  phrases:
    en: [cures everything]
"""
MEDICINES = """\
- id: insulin
  name: insulin
  names:
    en: [insulin]
"""
DANGERS = """\
- id: stop-insulin
  line: Please do not stop insulin on your own.
  question: It is not safe to stop insulin on your own.
  doubt: That warning is right.
  who_to_ask: doctor
  sources:
    - id: review-2024
      title: A review of many trials
      publisher: Cochrane
      url: https://example.org/review
      year: 2024
      says: People without insulin fell ill.
      seen: excerpt
  review: {by: starter review, reviewed: 2026-11-22, due: 2027-11-22}
  sign:
    kind: stops
    medicines: [insulin]
"""
HELPLINES = """\
- country: GB
  name: United Kingdom
  names: [UK]
  emergency: {number: '999', source: gov-uk}
  crisis:
    - {name: Samaritans, number: 116 123, hours: 24 hours, source: samaritans}
  sources:
    - id: gov-uk
      title: Emergencies
      publisher: GOV.UK
      url: https://example.org/999
      seen: 2026-11-28
    - id: samaritans
      title: Contact
      publisher: Samaritans
      url: https://example.org/call
      seen: 2026-11-28
"""
CUES = """\
relations:
  improves-condition:
    en: [cure, cured]
"""
PUBLISHERS = """\
- kind: reviewers
  why: They weigh all trials.
  names: [Cochrane]
- kind: host of copies
  why: It keeps texts of others.
  names: [copies.example]
"""
FILES = {
    "substances/nmn.yaml": NMN,
    "substances/nac.yaml": NAC,
    "outcomes.yaml": OUTCOMES,
    "tip_offs.yaml": TIP_OFFS,
    "medicines.yaml": MEDICINES,
    "dangers.yaml": DANGERS,
    "helplines.yaml": HELPLINES,
    "cues.yaml": CUES,
    "publishers.yaml": PUBLISHERS,
}
"""Every file of the library with what it holds."""


def write(folder: Path) -> Path:
    """Write the library into this folder and give the folder back."""
    (folder / "substances").mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> str:
    """Replace the one place that reads `old` in a file. Gives back what the file holds then."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    changed = text.replace(old, new)
    file.write_text(changed, encoding="utf-8")
    return changed


def line_with(text: str, words: str) -> int:
    """The number (from 1) of the only line that holds these words."""
    found = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    assert len(found) == 1, f"{words!r} stands on the lines {found}"
    return found[0]
