"""Files that people get from us, in their own conversation with the bot: an address from Slack, the bytes, the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp

from bot.slack.sender import NotDelivered, is_slacks

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

PATIENCE = aiohttp.ClientTimeout(total=30, connect=5)


@dataclass(frozen=True, slots=True)
class PrivateFiles:
    """Hands files over for one bot, through its session."""

    client: AsyncWebClient

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
        session = self.client.session
        if session is None:
            async with aiohttp.ClientSession() as own:
                return await self._posted(own, address, data)
        return await self._posted(session, address, data)

    async def _posted(self, session: aiohttp.ClientSession, address: str, data: bytes) -> None:
        async with session.post(address, data=data, timeout=PATIENCE, proxy=self.client.proxy) as answer:
            if answer.status != 200:
                raise NotDelivered(f"The upload address answered {answer.status}.")
