"""What all pages share: where the site will stand, the day it is made on, and its templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from knowledge.errors import SiteError
from knowledge.site import words


@dataclass(frozen=True, slots=True)
class Frame:
    """The day of the making, and the site's address with a slash at its end; "" for none yet."""

    today: date
    address: str = ""

    def page(self, path: str, template: str, **values: Any) -> tuple[str, bytes]:
        """A page's file and what it holds. `path` is its folder: "" or one that ends in a slash."""
        shown = _templates().get_template(template)
        text = shown.render(
            root="../" * path.count("/"),
            canonical=self.at(path),
            today=self.today,
            **values,
        )
        return f"{path}index.html", text.encode()

    def at(self, path: str) -> str:
        """The whole address of a page; "" while the site has none."""
        return f"{self.address}{path}" if self.address else ""


def frame(today: date, address: str = "") -> Frame:
    """The frame of a site at this address. Raises SiteError for what is no address."""
    parts = urlsplit(address)
    if address and not (
        parts.scheme in ("http", "https") and parts.hostname and not parts.query + parts.fragment
    ):
        raise SiteError(f"no address of a website: {address!r}; like https://example.org/claims/")
    return Frame(today, f"{address.rstrip('/')}/" if address else "")


def claim_path(id_: str) -> str:
    """The folder of a claim's page; it stays, others link there."""
    return f"claims/{id_}/"


def substance_path(id_: str) -> str:
    """The folder of a substance's page; it stays, others link there."""
    return f"substances/{id_}/"


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("knowledge.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    templates.globals.update(
        say=words.say,
        status_of=words.status_of,
        whom_to_ask=words.whom_to_ask,
        claim_path=claim_path,
        substance_path=substance_path,
    )
    templates.filters["day"] = words.day
    return templates
