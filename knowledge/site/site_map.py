"""The list of all pages for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from knowledge.site.collection import Collection
from knowledge.site.frame import Frame, claim_path


def site_map(paths: Iterable[str], collection: Collection, frame: Frame) -> bytes:
    """Every page as sitemaps.org has it; claims with the day of their review."""
    reviewed = {claim_path(c.id): c.review.reviewed.isoformat() for c in collection.claims}
    lines = [
        f"<url><loc>{escape(frame.at(path))}</loc>"
        + (f"<lastmod>{reviewed[path]}</lastmod>" if path in reviewed else "")
        + "</url>\n"
        for path in sorted(paths)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    opened = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (head + opened + "".join(lines) + "</urlset>\n").encode()
