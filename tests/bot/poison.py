"""Text that wants to be more, planted wherever somebody's words are shown again; and what it must not become."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import html

from tests.bot.slack_rules import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MARK = "zqx"
"""A word that stands in every poisoned text and nowhere else."""
EVIL = "evil.example"
POISON = (
    f"{MARK} <!channel> <!here> <@U08H6A31KQX> <#C08H7K2A9PD> slack:U08H6A31KQX @everyone *b* `c` "
    f'<script>alert(1)</script> <img src=x onerror="alert(2)"> "\'><b>{MARK}</b> '
    f"[l](https://{EVIL}/x) ![i](javascript:alert(3)) <https://{EVIL}|x> [^1]: note "
    '=HYPERLINK("https://evil.example") &lt;!channel&gt; {person} %(name)s \\n'
)
_PLAIN = re.sub(r"[`\[\]]", "", POISON)
"""What a summary takes."""
HIDDEN = "\u202eLTR\u202c zero\u200bwidth \u2066in\u2069 \x1b[31mred\x1b[0m \x07 bell"
"""What the eye does not see: told only where a person types, for a seed file with it is refused or cleaned."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_FIELD = re.compile(r"^(?P<head>\s*(?:- )?(?:name|text|about|title|publisher|author): )(?P<value>.+)$", re.MULTILINE)
_QUESTION = re.compile(r"^(  - )(who .+|when .+)$", re.MULTILINE)
_PLACE = re.compile(r"<#[CDG][A-Z0-9]+>")
_SUMMARY_END = re.compile(r"\.?(?: \[[^\]]+\])?\n*\Z")
_ACTS = re.compile(r"<[!#@]|<https?:[^>]*evil", re.IGNORECASE)
_FORBIDDEN = "script img iframe object embed form input button math base b i font video audio"


def poisoned(folder: Path) -> Path:
    """Plant it in every text of a seed folder."""
    for path in (folder / "topics").iterdir():
        text = _FIELD.sub(_planted, path.read_text("utf-8"))
        text = _QUESTION.sub(lambda found: f"{found[1]}{json.dumps(found[2] + ' ' + POISON)}", text)
        path.write_text(_SUMMARY_END.sub(lambda end: f" {_PLAIN.strip()}{end[0]}", text, 1), "utf-8")
    for path in (folder / "documents").iterdir():
        text = _FIELD.sub(_planted, path.read_text("utf-8"))
        path.write_text(f"{text.rstrip()}\n\n## {POISON}\n\nLamps {POISON} are dear.\n", "utf-8")
    return folder


def _planted(found: re.Match[str]) -> str:
    return f"{found['head']}{json.dumps(found['value'] + ' ' + POISON)}"


def in_slack(shown: Iterable[Any], people: Iterable[str]) -> Iterator[str]:
    """Yield what acts in messages and views that Slack was given; *people* may be named by what is ours."""
    named, names = re.compile(rf"<@(?:{'|'.join(people)})>"), {*people}
    for one in shown:
        for node in nodes(one):
            yield from _acts(node, named, names)


def _acts(node: dict[str, Any], named: re.Pattern[str], people: set[str]) -> Iterator[str]:
    for value in node.values():
        if isinstance(value, str) and _UNSEEN.search(value):
            yield f"unseen: {value!r}"
    match node.get("type"):
        case "mrkdwn":
            if _ACTS.search(named.sub("", node["text"])) or (MARK in node["text"] and named.search(node["text"])):
                yield f"mrkdwn: {node['text']!r}"
        case "user" if node.get("user_id") not in people:
            yield f"user: {node}"
        case "broadcast" | "usergroup" | "emoji":
            yield f"element: {node}"
        case "link" if not node["url"].startswith(("http://", "https://")) or EVIL in urlsplit(node["url"]).netloc:
            yield f"link: {node['url']}"


def fallback(text: str) -> Iterator[str]:
    """Yield what acts in the `text` of a message, which Slack reads as mrkdwn."""
    ours = text if MARK in text else _PLACE.sub("", text)
    if _ACTS.search(ours) or _UNSEEN.search(text):
        yield f"text: {text!r}"


def on_page(raw: str) -> Iterator[str]:
    """Yield what acts on a page."""
    if _UNSEEN.search(raw):
        yield "unseen"
    for element in html.document_fromstring(raw).iter():
        if element.tag in _FORBIDDEN.split():
            yield f"tag: {element.tag}"
        for name, value in element.attrib.items():
            if name.startswith("on") or (name in {"href", "src"} and (EVIL in value or ":alert" in value)):
                yield f"attribute: {name}={value}"


def in_terminal(text: str) -> Iterator[str]:
    """Yield what acts in a terminal."""
    if (found := _UNSEEN.search(text)) is not None:
        yield repr(text[max(0, found.start() - 30) : found.end() + 30])


def in_markdown(text: str) -> Iterator[str]:
    """Yield what acts in Markdown: a link, an image, a tag, a formula at the beginning of a line."""
    yield from in_terminal(text)
    for line in text.splitlines():
        if re.search(r"(?<!\\)\]\((?:https://evil|javascript:)|(?<!\\)<(?:script|img|b)\b|^[=+@]|^\[\^1\]: note", line):
            yield line
