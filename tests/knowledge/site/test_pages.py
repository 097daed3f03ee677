"""The whole site of the real library: what is there, where links lead, the same every time."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from posixpath import join, normpath
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from knowledge import Content
from knowledge.errors import SiteError
from knowledge.site.frame import frame
from knowledge.site.pages import site
from tests import make
from tests.knowledge.site.conftest import ADDRESS
from tests.knowledge.site.reading import read

Files = dict[str, bytes]


def pages_of(files: Files) -> Files:
    return {path: data for path, data in files.items() if path.endswith(".html")}


def test_every_published_claim_and_every_substance_has_its_page(
    library: Content, files_of_library: Files
) -> None:
    claims = {path for path in files_of_library if re.match(r"claims/.+/", path)}
    assert claims == {f"claims/{c.id}/index.html" for c in library.claims if c.published}
    substances = {path for path in files_of_library if path.startswith("substances/")}
    assert substances == {f"substances/{s.id}/index.html" for s in library.substances}


def test_every_link_within_the_site_leads_somewhere(files_of_library: Files) -> None:
    ids = {path: set(read(page).ids) for path, page in pages_of(files_of_library).items()}
    lost = []
    for path, page in pages_of(files_of_library).items():
        for link in read(page).links:
            if urlsplit(link).scheme:
                continue
            target, _, part = link.partition("#")
            file = normpath(join(path.rpartition("/")[0], target, "" if target else path))
            place = path if not target else normpath(join(file, "index.html"))
            if place not in ids or (part and part not in ids[place]):
                lost.append((path, link))
    assert lost == []


def test_every_page_has_a_language_landmarks_and_headings_in_order(
    files_of_library: Files,
) -> None:
    for path, page in pages_of(files_of_library).items():
        text = page.decode()
        assert '<html lang="en">' in text
        for landmark in ("<header", "<nav", '<main id="main"', "<footer"):
            assert landmark in text, path
        ranks = [int(rank[1]) for rank, _ in read(page).headings]
        assert ranks.count(1) == 1, path
        assert ranks[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(ranks)), path


def test_every_page_forbids_all_that_comes_from_elsewhere(files_of_library: Files) -> None:
    for path, page in pages_of(files_of_library).items():
        text = page.decode()
        assert "content=\"default-src 'none'; script-src 'self'" in text, path
        loaded = re.findall(r'<(?:script|img|iframe|link)[^>]+(?:src|href)="([^"]+)"', text)
        foreign = [one for one in loaded if urlsplit(one).netloc and not one.startswith(ADDRESS)]
        assert foreign == [], path
        assert "unsafe" not in text.partition("</head>")[0].partition("<title>")[0]


def test_no_page_says_nothing_where_a_value_was_missing(files_of_library: Files) -> None:
    for path, page in pages_of(files_of_library).items():
        assert not re.search(r">\s*None\s*<|\{\{|\{%", page.decode()), path


def test_the_site_is_the_same_every_time(library: Content, files_of_library: Files) -> None:
    turned = Content(
        claims=tuple(reversed(library.claims)),
        substances=tuple(reversed(library.substances)),
        outcomes=library.outcomes,
    )
    assert dict(site(turned, frame(make.TODAY, ADDRESS))) == files_of_library


def test_the_map_of_the_site_names_every_page_at_its_address(files_of_library: Files) -> None:
    root = ElementTree.fromstring(files_of_library["sitemap.xml"])
    named = [each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    paths = [path.removesuffix("index.html") for path in pages_of(files_of_library)]
    assert sorted(map(str, named)) == sorted(ADDRESS + path for path in paths)


def test_without_an_address_there_is_no_map_and_none_is_named() -> None:
    files = dict(site(make.content(), frame(make.TODAY)))
    assert "sitemap.xml" not in files
    assert not any(b"canonical" in page for page in files.values())


def test_the_search_index_holds_names_and_headlines_and_no_phrasing() -> None:
    files = dict(site(make.content(), frame(make.TODAY)))
    index = json.loads(files["static/search.json"])
    assert index["substances"][1] == ["nmn", "NMN", 1, ["nicotinamide mononucleotide"]]
    assert index["claims"][0][:4] == ["nmn-depression", 1, "depression", make.CLAIM.headline]
    scales = zip(("status", "certainty", "safety"), index["claims"][0][4:], strict=True)
    words = [index[name][place] for name, place in scales]
    assert words == ["not proven in people", "moderate certainty", "take care"]
    assert not any(b"cured my depression" in data for data in files.values())


def test_an_id_that_would_leave_its_folder_is_refused() -> None:
    with pytest.raises(SiteError, match="cannot stand in an address"):
        list(site(make.content(make.claim(id="../../etc")), frame(make.TODAY)))


@pytest.mark.parametrize(
    "address", ["salt.example", "ftp://salt.example", "https://", "https://salt.example/?a=b"]
)
def test_what_is_no_address_of_a_website_is_refused(address: str) -> None:
    with pytest.raises(SiteError, match="no address of a website"):
        frame(make.TODAY, address)
