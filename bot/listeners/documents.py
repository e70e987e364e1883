"""“Add to briefings” in a message's menu, and pasted text: read, corrected, saved and loaded."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.blocks import browse, document, document_form
from bot.blocks.document_form import DocumentForm, FormTarget
from bot.blocks.modals import modal, updated
from bot.config import manifest
from bot.listeners.admin.permissions import why
from bot.slack.errors import reason, told
from bot.slack.files import Attached, FileClient, NotFetched
from bot.slack.message_content import MessageContent
from bot.slack.payloads import Way, id_of, view_id
from bot.slack.sender import Feature
from bot.text.errors import in_words, words_for
from store.access.model import AttemptOutcome
from store.errors import OutcomeUnknown, SeedsInvalid
from store.files.decoding import Unreadable
from store.ingest.model import AlreadyThere, FieldsWrong, Raw, ReadOnlyFolder
from store.loading.request import FolderShrunk
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import Permissions
    from bot.lookup.service import LookupService
    from bot.slack.sender import Sender
    from store.errors import Problem
    from store.ingest.model import Added, AddRequest
    from store.ingest.service import DocumentIngest

DEED = "add"
PASTED = "1.txt"
"""The name of text before it has an id: one that makes no title."""
NOTHING = N_("This message has neither a file nor text to add.")
TOO_LONG = N_(
    "This text is longer than a form holds. Save it as a .txt file, upload it, and choose “Add to briefings” there."
)
SAVING = N_("Saving and loading … The answer comes here, or as a direct message when you close this.")
CLOSED = frozenset({"not_found", "view_not_found"})
"""How Slack says that somebody has closed a modal."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Handed:
    """A message that somebody wants added: its files, or what it says."""

    files: tuple[Attached, ...]
    text: str
    channel: str
    way: Way

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Handed:
        """Return what is in a `message_action` *body*."""
        message = body.get("message") or {}
        content = MessageContent.of(message)
        files = tuple(Attached.of(one) for one in content.files)
        return cls(files, content.everything, id_of(body.get("channel")), Way.of(body))

    @property
    def told(self) -> str:
        """What it is, for the audit."""
        return ", ".join(one.name for one in self.files) or "text"


class DocumentListeners:
    """Adds what people hand over in Slack to the store and to the folder *seeds*."""

    def __init__(self, service: LookupService, permissions: Permissions, sender: Sender, seeds: Path) -> None:
        self.service = service
        self._gate = permissions
        self._sender = sender
        self._files = FileClient(sender.client)
        self._seeds = seeds

    @cached_property
    def _adding(self) -> DocumentIngest:
        # Made when it is needed: the parsers of files cost more than a start without them.
        return self.service.store.ingest(self._seeds)

    async def begin(self, handed: Handed) -> None:
        """Open the form for a message: at once, because the trigger is good for three seconds."""
        way, wanted = handed.way, FormTarget("", handed.channel)
        refusal = await self._gate.refusal(way.person, DEED, handed.told)
        if refusal is not None:
            await self._sender.show(way, refusal)
        elif len(handed.files) > 1:
            await self._sender.open(
                way.trigger, document_form.choose(wanted, [(one.id, one.name) for one in handed.files])
            )
        elif handed.files:
            only = handed.files[0]
            view = await self._sender.open(way.trigger, document.waiting(_("Reading {file} …", file=only.name)))
            self.service.background.start(self._read(view, replace(wanted, file=only.id)))
        else:
            await self._begin_text(handed, wanted)

    async def _begin_text(self, handed: Handed, wanted: FormTarget) -> None:
        parts = document_form.parted(handed.text)
        if not handed.text or parts is None:
            await self._sender.show(handed.way, browse.notice(_(TOO_LONG if handed.text else NOTHING)))
        else:
            await self._sender.open(handed.way.trigger, document_form.paste(wanted, parts))

    async def chosen(self, view: Mapping[str, Any], way: Way) -> dict[str, Any]:
        """Return the answer to the choice among several files."""
        if refusal := await self._gate.refusal(way.person, DEED, begun=True):
            return updated(modal(refusal))
        wanted = replace(FormTarget.of(view), file=document_form.chosen(view))
        self.service.background.start(self._read(view_id(view), wanted))
        return updated(document.waiting(_("Reading the file …")))

    async def pasted(self, view: Mapping[str, Any], way: Way) -> dict[str, Any]:
        """Return the answer to pasted text: the form of what it would be."""
        if refusal := await self._gate.refusal(way.person, DEED, begun=True):
            return updated(modal(refusal))
        parts = document_form.pasted(view)
        try:
            form = await asyncio.to_thread(self._form, FormTarget.of(view), _joined(parts), parts)
        except (Unreadable, SeedsInvalid) as error:
            return {"response_action": "errors", "errors": {"text1": _why(error, _("The text"))[0]}}
        return updated(document_form.draw(form, self.service.snapshot.topics))

    async def submitted(self, view: Mapping[str, Any], way: Way) -> dict[str, Any]:
        """Return the answer to the filled form: what to mend in which field, or that it is being saved."""
        order, wanted = document_form.read(view), FormTarget.of(view)
        if refusal := await self._gate.refusal(way.person, DEED, order.id, begun=True):
            return updated(modal(refusal))
        wrong = await asyncio.to_thread(lambda: self._adding.wrong(order))
        if wrong:
            return {"response_action": "errors", "errors": dict(wrong)}
        await self._gate.became(way.person, DEED, AttemptOutcome.ALLOWED, order.id)
        self.service.background.start(self._save(view_id(view), wanted, order, document_form.pasted(view), way))
        return updated(document.waiting(_(SAVING)))

    async def _read(self, view: str, wanted: FormTarget) -> None:
        """Show what a file would be, in the modal that waits for it."""
        name = _("The file")
        try:
            raw = await self._files.fetch(wanted.file)
            name = raw.name
            form = await asyncio.to_thread(self._form, wanted, raw)
        except Exception as error:
            # The listener has answered long ago; nobody else is left to tell the person.
            await self._update(view, modal(document.unread(*_why(error, name))))
        else:
            await self._update(view, document_form.draw(form, self.service.snapshot.topics))

    def _form(self, wanted: FormTarget, raw: Raw, parts: tuple[str, ...] = ()) -> DocumentForm:
        look = self._adding.look(raw)
        if wanted.file:
            return DocumentForm.of(wanted, look, look.document.source.id)
        # Text has no name and so no id of its own; one is made of its title.
        nameless = replace(look, present=None, shaken=())
        return DocumentForm.of(wanted, nameless, self._adding.free_id(look.document.source.title), parts)

    async def _save(self, view: str, wanted: FormTarget, order: AddRequest, parts: tuple[str, ...], way: Way) -> None:
        """Add the document, and tell what came of it where the form was, or directly when that is closed."""
        form, name = None, order.id
        try:
            raw = await self._files.fetch(wanted.file) if wanted.file else _joined(parts)
            name = raw.name if wanted.file else _("The text")
            form = await asyncio.to_thread(self._form, wanted, raw, parts)
            done = await asyncio.to_thread(self._add, raw, order, way.user)
        except Exception as error:
            words, problems = _why(error, name)
            shown = document.unread(words, problems)
            again = modal(shown)
            if form is not None and not isinstance(error, OutcomeUnknown):
                again = document_form.draw(form.refused(order, words, problems), self.service.snapshot.topics)
            # First the person: a database that is away can write nothing down.
            await self._tell(view, way, again, shown)
            await self._gate.became(way.person, DEED, AttemptOutcome.FAILED, f"{order.id}: {why(error)}")
        else:
            detail = f"{order.id}, version {done.loaded.generation}"
            await self._gate.became(way.person, DEED, AttemptOutcome.DONE, detail)
            shown = document.added(done, self.service.snapshot.topics)
            await self._tell(view, way, modal(shown), shown)

    def _add(self, raw: Raw, order: AddRequest, user: str) -> Added:
        return self._adding.add(raw, order, by=f"slack:{user}", at=self.service.now())

    async def _tell(self, view: str, way: Way, modal: dict[str, Any], shown: Card) -> None:
        if not await self._update(view, modal):
            try:
                await self._sender.post(way.user, None, shown)
            except SlackApiError as error:
                logger.warning("outcome not told", extra={"code": "not_told", "why": reason(error)})

    async def _update(self, view: str, modal: dict[str, Any]) -> bool:
        """Return whether the modal was still open to be changed."""
        try:
            await self._sender.update(view, modal)
        except SlackApiError as error:
            if reason(error) not in CLOSED:
                raise
            return False
        return True


def feature(listeners: DocumentListeners) -> Feature:
    """Return the three forms."""
    chosen, pasted, submitted = listeners.chosen, listeners.pasted, listeners.submitted
    return Feature(forms={document_form.CHOOSE: chosen, document_form.PASTE: pasted, document_form.SAVE: submitted})


def register(app: AsyncApp, listeners: DocumentListeners) -> None:
    """Make *app* take the message shortcut."""

    async def asked(body: dict[str, Any]) -> BoltResponse:
        await listeners.begin(Handed.of(body))
        return BoltResponse(status=200)

    app.message_shortcut(manifest.ADD_SHORTCUT)(asked)


def _joined(parts: tuple[str, ...]) -> Raw:
    return Raw(PASTED, "\n\n".join(parts).encode())


def _why(error: Exception, name: str) -> tuple[str, tuple[Problem, ...]]:
    """Return why a document was not read or added, and the problems of files that were in the way."""
    match error:
        case Unreadable():
            return str(error.problem(name)), ()
        case SeedsInvalid():
            return _("These must be mended first; nothing has changed."), error.problems
        case FolderShrunk():
            return f"{' '.join(error.alarms)} {_('Nothing has changed; look at it first: /alliance admin reload')}", ()
        case OutcomeUnknown():
            return (
                f"{words_for(error)} {_('Then /alliance admin reload loads what was saved and is not live yet.')}",
                (),
            )
        case NotFetched() | FieldsWrong() | AlreadyThere() | ReadOnlyFolder():
            return in_words(error), ()
        case _:
            return told(error, saving=True), ()
