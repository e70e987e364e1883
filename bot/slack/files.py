"""Files of Slack's, fetched from its own hosts and no more than is read; and those that we give people, in private."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.errors import reason
from bot.slack.sender import NotDelivered, is_slacks
from store.errors import InvalidRequest, TryAgain
from store.files.decoding import MAX_BYTES
from store.files.formats import READABLE, SUFFIXES
from store.ingest.model import Raw
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractAsyncContextManager

    from slack_sdk.web.async_client import AsyncWebClient


PATIENCE = aiohttp.ClientTimeout(total=30, connect=5)
_GONE = ("tombstone", "hidden_by_limit")

DELETED = N_("{name} was deleted; upload it again.")
NOT_SEEN = N_(
    "I cannot see this file: it was deleted, or is in a channel that I am not in. Invite me, or upload it again."
)
ELSEWHERE = N_("{name} is only linked here and lives elsewhere; download it, and upload the file itself.")
UNREAD = N_("{name} cannot be read as a document; save it as one of {suffixes}.")
TOO_LARGE = N_("{name} is larger than {most} MiB; split it.")
NO_SCOPE = N_(
    "I may not read files yet: the app lacks the scope files:read. Whoever runs the bot adds it and reinstalls the app."
)
NOT_HANDED = N_("Slack does not hand {name} over to me; invite me to the channel that it is in, and try again.")
AGAIN = N_("Slack did not hand {name} over just now; try again.")

logger = logging.getLogger(__name__)


class NotFetched(InvalidRequest):
    """A file that cannot be had, or cannot be a document; the message says why and what to do."""

    code = "not_fetched"


class NotNow(TryAgain):
    """Slack failed to hand a file over."""

    code = "not_handed"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as Slack tells of it."""

    id: str
    name: str
    size: int
    mode: str
    kind: str
    external: bool
    url: str

    @classmethod
    def of(cls, file: Mapping[str, Any]) -> Attached:
        """Return the file in a payload; of one that was deleted, or that belongs to others, Slack tells little."""
        kind = str(file.get("filetype") or "")
        name = str(file.get("name") or file.get("title") or _("This file"))
        if PurePath(name).suffix.lower() not in READABLE:
            name += SUFFIXES.get(kind, "")  # a snippet's name does not say
        size = file.get("size")
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        told = (size if isinstance(size, int) else 0, str(file.get("mode") or ""), kind, bool(file.get("is_external")))
        return cls(str(file.get("id") or ""), name, *told, url)

    def refuse(self) -> None:
        """Raise NotFetched where there is no use in fetching it."""
        if self.mode in _GONE:
            raise NotFetched(_(DELETED, name=self.name))
        if self.external or self.mode == "external":
            raise NotFetched(_(ELSEWHERE, name=self.name))
        if PurePath(self.name).suffix.lower() not in READABLE:
            raise NotFetched(_(UNREAD, name=self.name, suffixes=", ".join(READABLE)))
        if self.size > MAX_BYTES:
            raise NotFetched(_(TOO_LARGE, name=self.name, most=MAX_BYTES // 1024 // 1024))


@dataclass(frozen=True, slots=True)
class FileClient:
    """Fetches files and hands them over for one bot, through its session."""

    client: AsyncWebClient

    async def fetch(self, id_: str) -> Raw:
        """Return the file with that id. NotFetched when it cannot be had or read, NotNow when Slack fails."""
        name = _("the file")
        try:
            file = await self._told(id_)
            name = file.name
            file.refuse()
            if not is_slacks(file.url, self.client.base_url):
                raise NotFetched(_(NOT_HANDED, name=name))
            return Raw(name, await self._downloaded(file))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotNow(_(AGAIN, name=name)) from error

    async def _told(self, id_: str) -> Attached:
        try:
            return Attached.of((await self.client.files_info(file=id_)).get("file") or {})
        except SlackApiError as error:
            match reason(error):
                case "file_deleted":
                    raise NotFetched(_(DELETED, name=_("This file"))) from error
                case "file_not_found" | "access_denied":
                    raise NotFetched(_(NOT_SEEN)) from error
                case "missing_scope":
                    logger.error("scope lacks", extra={"code": "missing_scope", "scope": "files:read"})  # noqa: TRY400 - no stack is needed
                    raise NotFetched(_(NO_SCOPE)) from error
                case "":
                    raise NotNow(_(AGAIN, name=_("the file"))) from error
            raise

    async def _downloaded(self, file: Attached) -> bytes:
        headers = {"Authorization": f"Bearer {self.client.token}"}
        # Without redirects: whom Slack does not know it leads to the page for signing in, and maybe off its hosts.
        how: dict[str, Any] = {"allow_redirects": False, "timeout": PATIENCE, "proxy": self.client.proxy}
        async with self._session() as session, session.get(file.url, headers=headers, **how) as answer:
            if answer.status >= 500:
                raise NotNow(_(AGAIN, name=file.name))
            if answer.status != 200 or _is_sign_in(answer, file):
                raise NotFetched(_(NOT_HANDED, name=file.name))
            data = bytearray()
            async for chunk in answer.content.iter_chunked(64 * 1024):
                data += chunk
                if len(data) > MAX_BYTES:
                    raise NotFetched(_(TOO_LARGE, name=file.name, most=MAX_BYTES // 1024 // 1024))
            return bytes(data)

    async def give(self, person: str, name: str, data: bytes, told: str) -> None:
        """Send *person* a file with a line that says what it is; NotDelivered, or Slack's refusal, where it fails.

        Only the last call shows it, once: what broke off before leaves nothing that anybody sees.
        """
        opened = await self.client.conversations_open(users=person)
        place = await self.client.files_getUploadURLExternal(filename=name, length=len(data))
        await self._sent(str(place.get("upload_url") or ""), data)
        await self.client.files_completeUploadExternal(
            files=[{"id": str(place.get("file_id")), "title": name}],
            channel_id=str((opened.get("channel") or {}).get("id")),
            initial_comment=told,
        )

    async def _sent(self, address: str, data: bytes) -> None:
        if not is_slacks(address, self.client.base_url):
            raise NotDelivered("Slack named an upload address that is none of its own.")
        how: dict[str, Any] = {"timeout": PATIENCE, "proxy": self.client.proxy}
        async with self._session() as session, session.post(address, data=data, **how) as answer:
            if answer.status != 200:
                raise NotDelivered(f"The upload address answered {answer.status}.")

    def _session(self) -> AbstractAsyncContextManager[aiohttp.ClientSession]:
        """The client's session, which stays open; one for this once where it has none."""
        return nullcontext(self.client.session) if self.client.session else aiohttp.ClientSession()


def _is_sign_in(answer: aiohttp.ClientResponse, file: Attached) -> bool:
    """Return whether a page came where a file was asked for that is none."""
    return answer.content_type == "text/html" and PurePath(file.name).suffix.lower() not in {".html", ".htm"}
