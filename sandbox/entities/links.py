"""Addresses as Telegram writes them: normalised, or refused."""

import re
from urllib.parse import urlsplit

_USER = re.compile(r"tg://(?:user|openmessage)/?\?(?:.*&)?(?:id|user_id)=(\d+)", re.IGNORECASE)
_INTERNAL = re.compile(r"(?:tg|ton|tonsite):(?://)?", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def linked_user(url: str) -> int | None:
    """The person that `tg://user?id=...` names."""
    match = _USER.match(url)
    return int(match[1]) if match else None


def checked_link(url: str) -> str | None:
    """The address with its scheme, host in small letters and a path; None where Telegram would drop the link."""
    if _INTERNAL.match(url):
        return url
    scheme = _SCHEME.match(url)
    if scheme is None or (scheme[1].lower() not in {"http", "https"} and "." in scheme[1]):
        url = f"http://{url}"
    elif scheme[1].lower() not in {"http", "https"}:
        return None
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if "." not in host or host.endswith(".") or re.search(r"\s", url):
        return None
    user = parts.netloc.rpartition("@")[0]
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{user + '@' if user else ''}{host}{port}{parts.path or '/'}{query}{fragment}"
