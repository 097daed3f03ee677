"""Links inside formatted text."""

import re

from .errors import Json

_USER = re.compile(r"tg://user\?id=(\d+)$")
_LINK = re.compile(
    r"(?i)(?P<scheme>https?|tg|ton|tonsite)://(?P<host>[^\s/?#]+)(?P<rest>[/?#]\S*)?$"
)


def link_entity(url: str, place: Json) -> Json | None:
    """Return the entity for a link, or None where Telegram drops the link silently."""
    user = _USER.match(url)
    if user:
        return {"type": "text_mention", **place, "user": {"id": int(user.group(1))}}
    normal = normalised(url)
    return None if normal is None else {"type": "text_link", **place, "url": normal}


def normalised(url: str) -> str | None:
    """Return an address as Telegram writes it, or None if it is not one."""
    url = url.strip()
    if "://" not in url:
        url = f"http://{url}"
    match = _LINK.match(url)
    if match is None:
        return None
    scheme, host = match["scheme"].lower(), match["host"]
    if scheme in ("http", "https"):
        name = host.rsplit("@", 1)[-1].split(":", 1)[0]
        if "." not in name and name != "localhost":
            return None
        return f"{scheme}://{host}{match['rest'] or '/'}"
    return f"{scheme}://{host}{match['rest'] or ''}"
