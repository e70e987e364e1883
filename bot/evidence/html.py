"""Views as responses: autoescaped templates, one stylesheet, and headers that let nothing else in."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

from bot.text import answers, topics
from bot.text.days import day
from bot.text.sources import source_title, sources_heading
from bot.text.standing import standing

if TYPE_CHECKING:
    from jinja2 import Environment

    from bot.evidence.comparison import ComparisonView
    from bot.evidence.views import DocumentView, RefusalView, TopicView

    View = TopicView | ComparisonView | DocumentView | RefusalView

TEMPLATES = Path(__file__).with_name("templates")


def rendered(view: View, status: int = 200) -> HTMLResponse:
    """Return the page of *view*."""
    html = _environment().get_template(view.template).render(view=view)
    return HTMLResponse(html, status, headers=_headers())


def web_address(url: str | None) -> str | None:
    """Return *url* where a reader may be sent to it: an address of the web, not of a script or a file."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None


@cache
def _environment() -> Environment:
    # Imported at the first page: 40 ms that no start should wait for.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"plain": answers, "topics": topics, "standing": standing, "style": _style()}
    made.globals |= {"source_title": source_title, "sources_heading": sources_heading}
    made.filters |= {"web_address": web_address, "day": day}
    return made


@cache
def _headers() -> dict[str, str]:
    """Return what every page is sent with. The one stylesheet is known by its hash; nothing else is loaded or run."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'; "
    return {
        "Content-Security-Policy": policy + "frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }


@cache
def _style() -> str:
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")
