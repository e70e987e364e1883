"""Which addresses are Slack's own. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

HOSTS = (".slack.com", ".slack-gov.com")


def is_slacks(url: str, api: str) -> bool:
    """Return whether *url* may be shown the token: it is on Slack's own hosts, or where the Web API is, at *api*."""
    try:
        wanted, known = urlsplit(url), urlsplit(api)
        if (wanted.scheme, wanted.hostname, wanted.port) == (known.scheme, known.hostname, known.port):
            return wanted.hostname is not None
        return wanted.scheme == "https" and wanted.port in (None, 443) and f".{wanted.hostname}".endswith(HOSTS)
    except ValueError:
        return False
