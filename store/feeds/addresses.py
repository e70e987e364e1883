"""An address as it is compared: what two papers' links to one page have in common. Pure."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_OF_ADVERTISING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "cmpid", "ocid", "ref", "ref_src", "ref_url", "source"}
    | {"feature", "spm", "_ga", "ncid", "sr_share", "smid", "partner", "feedtype", "feedname", "rss", "xtor"}
)
_PREFIXES = ("utm_", "pk_", "hsa_", "at_", "mc_")
_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """Return *url* without what does not say which page it is; unchanged where it is no address of the web."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _PORTS or not host:
        return url
    # http and https lead to one page, so does a port that goes without saying.
    place = host if port in {None, *_PORTS.values()} else f"{host}:{port}"
    told = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_noise(pair[0])]
    path = parts.path.rstrip("/").removesuffix("/amp") or "/"
    return urlunsplit(("https", place, path, urlencode(sorted(told)), ""))


def _is_noise(key: str) -> bool:
    key = key.lower()
    return key in _OF_ADVERTISING or key.startswith(_PREFIXES)


def is_of_the_web(url: str) -> bool:
    """Return whether *url* is a whole address of http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in _PORTS and bool(parts.hostname)
