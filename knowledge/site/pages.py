"""The whole site as files: what lies where."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from knowledge.model import Content
from knowledge.site.about_page import about_page
from knowledge.site.claim_page import claim_page
from knowledge.site.collection import Collection, collect
from knowledge.site.frame import Frame
from knowledge.site.lists import front_page, scales_page, step_pages
from knowledge.site.search_index import search_index
from knowledge.site.site_map import site_map
from knowledge.site.substance_page import substance_page

_STATIC = ("site.css", "search.js", "review.js", "icon.svg")


def site(content: Content, frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Every file with its path, page after page. Raises SiteError for a base that cannot be
    shown."""
    collection = collect(content)
    paths: list[str] = []
    for path, page in _pages(collection, frame):
        paths.append(path.removesuffix("index.html"))
        yield path, page
    for name in _STATIC:
        yield f"static/{name}", _static(name)
    yield "static/search.json", search_index(collection)
    if frame.address:
        yield "sitemap.xml", site_map(paths, collection, frame)


def _pages(collection: Collection, frame: Frame) -> Iterator[tuple[str, bytes]]:
    yield front_page(collection, frame)
    yield about_page(collection, frame)
    yield scales_page(collection, frame)
    yield from step_pages(collection, frame)
    for substance in collection.substances.values():
        yield substance_page(substance, collection, frame)
    for claim in collection.claims:
        yield claim_page(claim, collection, frame)


def _static(name: str) -> bytes:
    return (files("knowledge.site") / "static" / name).read_text(encoding="utf-8").encode()
