"""The elements of Block Kit that every card is built from, each within Slack's limits.

Text of people and seeds goes only into `plain_text` objects and the text elements of `rich_text`: nothing
in them acts as markup, so no mention, link, emoji, bold or quote can come out of it. The one field that
Slack always reads as mrkdwn is the `text` of a message; what goes there passes `escape`. Only a sentence of
ours that is `Signed` names people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from bot.text.days import moment
from bot.text.limits import Signed, by_whom, cut, escape, size
from bot.text.reply_context import offers_edits
from bot.text.topics import label
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from store.model import Topic

Block = dict[str, Any]
Element = dict[str, Any]

MAX_BLOCKS = 45
MAX_CHARACTERS = 11_000
MAX_TEXT = 2_900
MAX_LINE = 400
"""A small grey line is for captions, not for prose."""
MAX_SMALL = 1_900
MAX_HEADER = 150
MAX_LABEL = 75
MOST_OPTIONS = 5
"""The most lines of the menu behind ⋯."""
MAX_VALUE, MOST_CHOICES = 75, 100
"""What an option of a menu surely holds, and how many there are."""
MAX_URL = 600
"""Slack takes 3,000; a link as long as that would eat the message's budget."""
MAX_NOTICE = 1_000
ROOM = MAX_CHARACTERS - 1_000
ROOM_BLOCKS = MAX_BLOCKS - 5
"""What a page of a list may take; its heading and its buttons take the rest."""
_PERSON = re.compile(r"\bslack:([UW][A-Z0-9]{1,20})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody is shown: the text of its notification, its blocks, and its title as a modal."""

    text: str
    blocks: list[Block]
    title: str = ""
    """Empty is the bot's own name."""


def plain(text: str, limit: int = MAX_TEXT) -> Element:
    """Return a text object in which nothing acts as markup, not even `:smile:`."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, MAX_HEADER)}


def section(first: str, second: str = "", *, accessory: Element | None = None) -> Block:
    """Return a line, or one over another, with a button or menu beside it."""
    told = plain(first, MAX_LINE)
    if second:
        told["text"] += f"\n{cut(second, MAX_LINE)}"
    block: Block = {"type": "section", "text": told}
    return block if accessory is None else {**block, "accessory": accessory}


def context(*texts: str) -> Block:
    """Return small grey text, the texts beside each other; at most ten. What is `Signed` names people."""
    return {"type": "context", "elements": [_remark(text) for text in texts[:10]]}


def _remark(text: str) -> Element:
    if not isinstance(text, Signed) or not _PERSON.search(text):
        return plain(text, MAX_LINE)
    # Small text can hold a name in mrkdwn only; all else in it is escaped, and no address becomes a link.
    named = _PERSON.sub(r"<@\1>", escape(cut(text, MAX_LINE)))
    return {"type": "mrkdwn", "text": named, "verbatim": True}


def small_print(lines: Sequence[str]) -> Block:
    """Return small grey lines under each other, cut where ten texts of Slack's size cannot hold them."""
    texts = [""]
    for text in (cut(text, MAX_LINE) for text in lines):
        if size(texts[-1]) + size(text) < MAX_SMALL:
            texts[-1] = f"{texts[-1]}\n{text}".strip()
        else:
            texts.append(text)
    elements = [{"type": "plain_text", "text": text, "emoji": False} for text in texts[:10]]
    return {"type": "context", "elements": elements}


def actions(*elements: Element) -> Block:
    """Return a row of buttons and menus; at most 25."""
    return {"type": "actions", "elements": list(elements[:25])}


def button(label: str, action: str, value: str, *, spoken: str | None = None, primary: bool = False) -> Element:
    """Return a button; *spoken* is what a screen reader says where the label is too short to tell."""
    element: Element = {"type": "button", "text": plain(label, MAX_LABEL), "action_id": action, "value": value}
    if spoken:
        element["accessibility_label"] = cut(spoken, MAX_LABEL)
    if primary:
        element["style"] = "primary"
    return element


def choice_of(action: str, name: str, options: Mapping[str, str]) -> Element:
    """Return a menu called *name* that does the same for whichever is chosen; *options* are labels by value."""
    drawn = [{"text": plain(label, MAX_LABEL), "value": value} for value, label in options.items()]
    return {"type": "static_select", "action_id": action, "placeholder": plain(name, MAX_LABEL), "options": drawn}


def more_menu(options: Sequence[Element]) -> Element:
    """Return the menu behind ⋯: each of *options*, at most five, does what a button of its own would."""
    return {"type": "overflow", "action_id": "more:menu", "options": list(options[:MOST_OPTIONS])}


def menu_option(label: str, deed: str, url: str | None = None) -> Element:
    """Return a line of such a menu; *deed* is what a button would do and its value: `brief:timeline opcon`."""
    one: Element = {"text": plain(label, MAX_LABEL), "value": deed}
    return one if url is None or size(url) > MAX_URL else {**one, "url": url}


def feedback_options(subject: str) -> list[Element]:
    """Return the lines of a menu that say what somebody thinks of an answer."""
    told = {"helpful": _("Helpful"), "wrong": _("Wrong"), "outdated": _("Outdated")}
    return [menu_option(label, f"feedback:{deed} {subject}") for deed, label in told.items()]


def feedback_option(subject: str) -> Element:
    """Return the same as one line, where a menu has room for no more: it opens a form that asks which."""
    return menu_option(_("Helpful, wrong or outdated?"), f"feedback:say {subject}")


def edit_button(subject: str) -> list[Element]:
    """Return the button by which editors change a statement `opcon#3` or a topic; none where nothing is offered."""
    return [button(_("Edit"), "edit:open", subject, spoken=_("Edit {subject}", subject=subject))] * offers_edits()


def cite_button(document: str, number: int) -> list[Element]:
    """Return the button by which editors make a statement of a passage; none where nothing is offered."""
    return [button(_("Make this a statement"), "edit:from", f"{document}#{number}")] * offers_edits()


def openers(listed: Iterable[Topic], verb: str) -> list[Element]:
    """Return buttons that open topics; `topic:open` opens below, `topic:choose` in place of the question."""
    return [opener(topic, f"{verb}:{place}") for place, topic in enumerate(listed, start=1)]


def opener(topic: Topic, action: str) -> Element:
    """Return a button that opens a topic."""
    return button(label(topic), action, topic.slug, spoken=_("Open the briefing on {name}", name=topic.name))


def asking_first(element: Element, title: str, text: str, *, yes: str, no: str) -> Element:
    """Return a button that does nothing before *yes* was pressed, which is red."""
    asked = {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes), "deny": plain(no)}
    return {**element, "confirm": {**asked, "style": "danger"}}


def words(text: str, **style: bool) -> Element:
    """Return a run of our own words, or of text that went through `cut`; *style* is bold, italic or code."""
    element: Element = {"type": "text", "text": text}
    return {**element, "style": style} if style else element


def said(text: str, limit: int = MAX_TEXT, **style: bool) -> Element:
    """Return a run of somebody's text: cleaned, literal, at most *limit* long."""
    return words(cut(text, limit), **style)


def runs(message: str, **parts: str | Element | list[Element]) -> Iterator[Element]:
    """Yield *message*, which is translated already, in runs: its places are filled with text or elements."""
    told = ""
    for literal, place, *_rest in Formatter().parse(message):
        part = parts[place] if place else ""
        told += literal
        if isinstance(part, str):
            told += part
            continue
        yield from [words(told)] if told else []
        yield from part if isinstance(part, list) else [part]
        told = ""
    yield from [words(told)] if told else []


def joined(parts: Iterable[Element], sign: str) -> Iterator[Element]:
    """Yield *parts* with *sign* between them."""
    for place, one in enumerate(parts):
        yield from [words(sign)] if place else []
        yield one


def link(text: str, url: str) -> Element:
    """Return linked words; the words alone when the address is too long."""
    return {"type": "link", "url": url, "text": text} if size(url) <= MAX_URL else words(text)


def mention(user: str) -> Element:
    """Return the name of a person; *user* is an id that Slack gave us."""
    return {"type": "user", "user_id": user}


def conversation(id_: str) -> Element:
    """Return the name of a channel; a conversation with the bot has none, and is said in words."""
    return words(_("Direct message")) if id_.startswith("D") else {"type": "channel", "channel_id": id_}


def is_person(id_: str) -> bool:
    """Return whether *id_* is a member id of Slack, and nothing else can come out of it as a mention."""
    return _PERSON.fullmatch(f"slack:{id_}") is not None


def who(by: str) -> Element:
    """Return the name of whoever loaded, who is written down as `slack:U123` or in words."""
    person = _PERSON.fullmatch(by)
    return mention(person[1]) if person else words(cut(by_whom(by), MAX_LABEL))


def instant(at: datetime, form: str = "") -> Element:
    """Return a moment that everybody reads in their own time zone."""
    return {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": form or _("{date_short_pretty} at {time}"),
        "fallback": moment(at),
    }


def line(*elements: Element) -> Element:
    """Return one paragraph for `rich`."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(text: str, limit: int = MAX_TEXT) -> Element:
    """Return somebody's text set off, for `rich`."""
    return {"type": "rich_text_quote", "elements": [said(text, limit)]}


def bullets(items: Sequence[Element]) -> Element:
    """Return a list for `rich`; every item is a `line`."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def rich(*parts: Element) -> Block:
    """Return a block of paragraphs and lists."""
    return {"type": "rich_text", "elements": list(parts)}


def weight(node: object) -> int:
    """Return how many characters of a message's budget the blocks, or a part of one, take."""
    if isinstance(node, dict):
        own = (size(node[key]) for key in ("text", "url", "value") if isinstance(node.get(key), str))
        return sum(own) + sum(map(weight, node.values()))
    return sum(map(weight, node)) if isinstance(node, list) else 0


def fitting(parts: Iterable[Sequence[Block]], room: int = ROOM, blocks: int = ROOM_BLOCKS) -> int:
    """Return how many of *parts* one message holds, each part whole; at least one."""
    count = 0
    for part in parts:
        room -= weight(list(part))
        blocks -= len(part)
        if count and (room < 0 or blocks < 0):
            break
        count += 1
    return count


def paged(
    parts: Sequence[Sequence[Block]], start: int, total: int, action: str, key: str = ""
) -> tuple[list[Block], int]:
    """Return so many of *parts*, from number *start* on, as one message holds, with “Show more”, and where they end.

    *total* is how many there are; *key* stands before the number in the value of the button.
    """
    end = start + fitting(parts)
    more = [actions(button(_("Show more"), action, f"{key}{end}"))] if end < total else []
    return [*(block for part in parts[: end - start] for block in part), *more], end


def left_over(total: int, shown: int) -> list[Block]:
    """Return how many of *total* are not *shown*; nothing when all are."""
    return [context(_("and {left:,} more", left=total - shown))] if total > shown else []
