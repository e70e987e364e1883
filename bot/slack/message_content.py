"""What a person sees of a message: its words, those of what was forwarded or unfolded below it, and the files. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.shapes import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Json = Mapping[str, Any]

DEEPEST = 5
"""How far what was forwarded, and what that forwarded, is followed."""

_MARKUP = re.compile(r"<([^<>]*)>")
_ADDRESS = re.compile(r"https?://\S+")
_WORDS_OF = {"text": "text", "link": "text", "emoji": "", "color": "value", "raw_text": "text"}
"""Where a piece of rich text has its words; of a person, a channel and a broadcast there are none to look up."""


@dataclass(frozen=True, slots=True)
class MessageContent:
    """What stands in a message, line by line, markup taken out."""

    own: str
    """What its author wrote."""
    shared: str
    """What the messages say that it forwards."""
    previews: str
    """What Slack or an app shows below it, of a link mostly."""
    files: tuple[Json, ...]
    """Its own, and those of what it forwards."""

    @classmethod
    def of(cls, message: Json) -> MessageContent:
        """Return the content of a message as an event or a shortcut carries it."""
        below = _objects(message.get("attachments"))
        shared = [one for one in below if _is_share(one)]
        previews = [one for one in below if not _is_share(one)]
        files = {str(one.get("id")): one for one in _files(message, DEEPEST)}
        return cls(_own(message), _below(shared), _below(previews), tuple(files.values()))

    @property
    def everything(self) -> str:
        """All of it, the own words first."""
        return "\n\n".join(part for part in (self.own, self.shared, self.previews) if part)

    @property
    def asked(self) -> str:
        """What somebody asks who says this to us: a preview counts where there is only the link."""
        said = [self.own, self.shared]
        if not self.shared and not _ADDRESS.sub("", self.own).strip():
            said.append(self.previews)
        return " ".join(" ".join(said).split())


def spoken(text: str) -> str:
    """Return the words of a message as people read them: links by their label, mentions left out."""
    return " ".join(unescaped(_MARKUP.sub(_label, text)).split())


def _label(found: re.Match[str]) -> str:
    target, _, label = found[1].partition("|")
    return " " if target.startswith(("@", "!")) else label or ("" if target.startswith("#") else target)


def _lines(text: object) -> str:
    """Return a text with markup, spoken line by line; empty for what is no text."""
    return "\n".join(spoken(line) for line in text.split("\n")).strip() if isinstance(text, str) else ""


def _objects(several: object) -> list[Json]:
    return [one for one in several if isinstance(one, dict)] if isinstance(several, list | tuple) else []


def _joined(parts: Iterator[str]) -> str:
    return "\n".join(part for part in parts if part)


def _own(message: Json) -> str:
    """Return what stands in the message itself: of an app its blocks, for which `text` is only the notification."""
    blocks = _joined(_block(one) for one in _objects(message.get("blocks")))
    text = _lines(message.get("text"))
    return blocks or text if message.get("bot_id") else text or blocks


def _is_share(attachment: Json) -> bool:
    return bool(attachment.get("is_share") or attachment.get("is_msg_unfurl"))


def _below(attachments: list[Json]) -> str:
    return _joined(_attached(one, DEEPEST) for one in attachments)


def _attached(attachment: Json, depth: int) -> str:
    """Return what an attachment shows; its plain `fallback` where it shows nothing else."""
    if not depth:
        return ""
    said = [_lines(attachment.get(key)) for key in ("pretext", "title", "text")]
    said += [_lines(field.get(key)) for field in _objects(attachment.get("fields")) for key in ("title", "value")]
    if not any(said):
        said = [_block(one) for one in _objects(attachment.get("blocks"))]
    inner = _messages(attachment)
    if not any(said):
        said = [_own(one) for one in inner]
    said += [_attached(one, depth - 1) for place in (attachment, *inner) for one in _objects(place.get("attachments"))]
    return _joined(iter(said)) or _lines(attachment.get("fallback"))


def _messages(attachment: Json) -> list[Json]:
    """Return the messages that a forwarded one carries along in their blocks."""
    found = [one.get("message") for one in _objects(attachment.get("message_blocks"))]
    return [one for one in found if isinstance(one, dict)]


def _files(message: Json, depth: int) -> Iterator[Json]:
    yield from _objects(message.get("files"))
    if depth:
        for place in (message, *_messages(message)):
            for one in _objects(place.get("attachments")):
                yield from _files(one, depth - 1)


def _block(block: Json) -> str:
    """Return what a block says; buttons, menus and fields say nothing of the message."""
    match block.get("type"):
        case "rich_text" | "rich_text_list":
            return _joined(_block(one) for one in _objects(block.get("elements")))
        case "rich_text_section" | "rich_text_quote" | "rich_text_preformatted":
            return _rich(block)
        case "section" | "header" | "markdown" | "context":
            texts = [block.get("text"), *_objects(block.get("fields")), *_objects(block.get("elements"))]
            return _joined(_text(one) for one in texts)
        case "table":
            rows = block.get("rows")
            lines = rows if isinstance(rows, list) else []
            return _joined(" | ".join(filter(None, map(_cell, _objects(row)))) for row in lines)
        case "image" | "video":
            return _joined(_text(block.get(key)) for key in ("title", "description", "alt_text"))
    return ""


def _cell(cell: Json) -> str:
    return _block(cell) if cell.get("type") == "rich_text" else _text(cell)


def _text(found: object) -> str:
    """Return a text object's words, or a plain string's; of an image what stands for it."""
    if isinstance(found, str):
        return _lines(found)
    if not isinstance(found, dict):
        return ""
    if found.get("type") == "image":
        return str(found.get("alt_text") or "")
    said = found.get("text")
    if found.get("type") in {"plain_text", "raw_text"}:
        return said.strip() if isinstance(said, str) else ""
    return _lines(said)


def _rich(block: Json) -> str:
    said = "".join(_piece(one) for one in _objects(block.get("elements")))
    return "\n".join(" ".join(line.split()) for line in said.split("\n")).strip()


def _piece(piece: Json) -> str:
    kind = str(piece.get("type"))
    found = piece.get(_WORDS_OF.get(kind, "")) or (piece.get("url") if kind == "link" else piece.get("fallback"))
    return found if isinstance(found, str) else " "
