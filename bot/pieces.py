"""The pieces of Block Kit that every face is built from, each within Slack's limits.

Text from people and seeds goes only into `plain_text` and into the text elements of `rich_text`, where
nothing acts as markup: no mention, link, emoji, bold or quote can come from it. Whatever must be mrkdwn
(the `text` of a message) passes `escape`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.words import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Block = dict[str, Any]
Element = dict[str, Any]

MAX_BLOCKS = 45
MAX_CHARACTERS = 11_000
MAX_TEXT = 2_900
MAX_HEADER = 150
MAX_LABEL = 75
MAX_TITLE = 24
MAX_VALUE = 2_000
MAX_URL = 3_000
NO_TEXT = "-"


def escape(text: str) -> str:
    """Return *text* cleaned and literal for a field that Slack reads as mrkdwn."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """Return the length as Slack counts it: in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, limit: int) -> str:
    """Return *text* cleaned, never empty, ending in … where it was longer than *limit*."""
    text = clean(text) or NO_TEXT
    if size(text) <= limit:
        return text
    while size(text) > limit - 1:
        text = text[: limit - 1] if len(text) > limit else text[:-1]
    return f"{text.rstrip()}…"


def plain(text: str, limit: int = MAX_TEXT) -> Element:
    """Return a text object in which nothing acts as markup, not even `:smile:`."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def lines(texts: Iterable[str]) -> Element:
    """Return a text object of several lines, cut at the limit of a text object."""
    kept = "\n".join(cut(text, MAX_TEXT) for text in texts) or NO_TEXT
    return {"type": "plain_text", "text": kept if size(kept) <= MAX_TEXT else cut(kept, MAX_TEXT), "emoji": False}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, MAX_HEADER)}


def section(*texts: str, accessory: Element | None = None) -> Block:
    """Return a section of one line a text, with a button or menu beside it."""
    block: Block = {"type": "section", "text": lines(texts)}
    return block if accessory is None else {**block, "accessory": accessory}


def context(*texts: str) -> Block:
    """Return a small grey line; at most ten texts."""
    return {"type": "context", "elements": [plain(text) for text in texts[:10]]}


def actions(*elements: Element) -> Block:
    """Return a row of buttons and menus; at most 25."""
    return {"type": "actions", "elements": list(elements[:25])}


def button(label: str, action: str, value: str, *, spoken: str | None = None, primary: bool = False) -> Element:
    """Return a button; *spoken* is what a screen reader says when the label is too short to tell."""
    element: Element = {
        "type": "button",
        "text": plain(label, MAX_LABEL),
        "action_id": action,
        "value": value[:MAX_VALUE],
    }
    if spoken:
        element["accessibility_label"] = cut(spoken, MAX_LABEL)
    if primary:
        element["style"] = "primary"
    return element


def words(text: str, *, bold: bool = False, italic: bool = False) -> Element:
    """Return a run of literal text."""
    element: Element = {"type": "text", "text": text}
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return {**element, "style": style} if style else element


def said(text: str, **style: bool) -> Element:
    """Return a run of somebody's text: cleaned, literal, within the limit of a paragraph."""
    return words(cut(text, MAX_TEXT), **style)


def link(text: str, url: str) -> Element:
    """Return linked words; the words alone when the address is too long for Slack."""
    return {"type": "link", "url": url, "text": text} if len(url) <= MAX_URL else words(text)


def line(*elements: Element) -> Element:
    """Return one paragraph for `rich`."""
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(items: Sequence[Element]) -> Element:
    """Return a list for `rich`; every item is a `line`."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def rich(*parts: Element) -> Block:
    """Return a block of paragraphs and lists."""
    return {"type": "rich_text", "elements": list(parts)}


def weight(blocks: Iterable[Block]) -> int:
    """Return how many characters of the message's budget the blocks take."""
    return sum(_weights(list(blocks)))


def _weights(node: object) -> Iterator[int]:
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str):
                yield size(value) if key in {"text", "url", "value"} else 0
            else:
                yield from _weights(value)
    elif isinstance(node, list):
        for value in node:
            yield from _weights(value)
