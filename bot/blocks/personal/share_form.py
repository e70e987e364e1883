"""The form before an answer is shared: its preview, a note, who reads along; and its message afterwards. Pure."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks.answer import MAX_NOTE
from bot.blocks.elements import Card, asking_first, button, context, line, plain, rich, words
from bot.blocks.modals import FilledForm, field, kept, modal, modal_form, text_input, updated
from bot.text.errors import Spoiled
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.blocks.elements import Block, Element
    from bot.blocks.modals import View

CALLBACK = "share"
NOTE = "share:note"


@dataclass(frozen=True, slots=True)
class ShareTarget:
    """What is to be shared, and where: a topic or a statement, and the message of the button."""

    channel: str
    thread: str
    message: str
    subject: str
    question: str
    response_url: str

    @property
    def key(self) -> str:
        """What it is known again by, so that it is shared once."""
        return f"share {self.channel}:{self.message}:{self.subject}"


def draw(target: ShareTarget, preview: Card, warnings: Sequence[str]) -> View:
    """Return the form: a field for a note, who reads along, and what would be posted, without its buttons."""
    place = text_input(NOTE, "", MAX_NOTE, multiline=True, placeholder=plain(_("Why it matters here")))
    shown = [block for block in preview.blocks if block["type"] != "actions"]
    told: list[Block] = [rich(*(line(words(one, bold=True)) for one in warnings))] if warnings else []
    asked = field("note", _("A note of your own"), place, optional=True)
    blocks = [*told, asked, {"type": "divider"}, context(_("What the channel gets, with your note:")), *shown]
    return modal_form(CALLBACK, astuple(target), _("Share"), _("Share"), blocks)


def read(view: Mapping[str, Any]) -> tuple[ShareTarget, str]:
    """Return what the submitted form shares, and the note."""
    return ShareTarget(*kept(view, 6)), FilledForm(view).typed("note").strip()[:MAX_NOTE]


def instead(told: str) -> dict[str, Any]:
    """Return Slack's answer that shows a sentence in place of the form."""
    return updated(modal(Card(told, [rich(line(words(told)))], _("Share"))))


def marked(drawn: Card, target: ShareTarget, ts: str, user: str) -> Card:
    """Return an answer as it was drawn, whose button says that it was shared, with the way back where there is one."""
    blocks = [
        {**block, "elements": [one for element in block["elements"] for one in _marked(element, target, ts, user)]}
        if block["type"] == "actions"
        else block
        for block in drawn.blocks
    ]
    return Card(drawn.text, blocks, drawn.title)


def posted(value: str) -> tuple[str, str, str]:
    """Return the channel, the timestamp and the sharer that a button's value names; Spoiled where it does not."""
    match value.split(":"):
        case [channel, ts, user] if channel and ts and user:
            return channel, ts, user
    raise Spoiled


def _marked(element: Element, target: ShareTarget, ts: str, user: str) -> list[Element]:
    if element.get("action_id") != "brief:share":
        return [element]
    done = button(_("Shared ✓"), "share:done", target.subject)
    if not ts:
        return [done]
    remove = button(
        _("Remove"), "share:remove", f"{target.channel}:{ts}:{user}", spoken=_("Remove it from the channel")
    )
    asked = _("It goes for everybody. Your note goes along.")
    return [done, asking_first(remove, _("Remove what you shared?"), asked, yes=_("Remove"), no=_("Keep"))]
