"""Files that people upload, as Slack tells of them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.simulator.state.model import Json, Team

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = {
    ".txt": ("text/plain", "text", "Plain Text"),
    ".md": ("text/markdown", "markdown", "Markdown (raw)"),
    ".html": ("text/html", "html", "HTML"),
    ".htm": ("text/html", "html", "HTML"),
    ".pdf": ("application/pdf", "pdf", "PDF"),
    ".docx": (_WORD, "docx", "Word Document"),
    ".png": ("image/png", "png", "PNG"),
    ".zip": ("application/zip", "zip", "Zip"),
}
_BINARY = ("application/octet-stream", "binary", "Binary")

_NOT_OF_AN_ADDRESS = re.compile(r"[^a-z0-9._-]|^\.+")

HOSTED, EXTERNAL, TOMBSTONE = "hosted", "external", "tombstone"
"""What a file may be: one of Slack's own, one that lives elsewhere, one that was deleted."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that an app has announced, by its *name* and *length*; *data* once it has come."""

    id: str
    name: str
    length: int
    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SlackFile:
    """An uploaded file. *channels* are those it was shared in; *address* is where the service is reached."""

    id: str
    name: str
    user: str
    created: int
    address: str
    data: bytes = field(repr=False)
    channels: frozenset[str] = frozenset()
    mode: str = HOSTED

    def as_slack(self, team: Team) -> Json:
        """The file as `files.info` and messages show it; of a deleted one only its id."""
        if self.mode == TOMBSTONE:
            return {"id": self.id, "mode": TOMBSTONE}
        mimetype, filetype, pretty = _KINDS.get(PurePath(self.name).suffix.lower(), _BINARY)
        place = f"{self.address}/files-pri/{team.id}-{self.id}"
        # Slack's addresses have a plainer name, whatever the file's is.
        name = _NOT_OF_AN_ADDRESS.sub("_", self.name.lower())
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.name,
            "mimetype": mimetype,
            "filetype": filetype,
            "pretty_type": pretty,
            "user": self.user,
            "user_team": team.id,
            "editable": False,
            "size": len(self.data),
            "mode": self.mode,
            "is_external": self.mode == EXTERNAL,
            "external_type": "gdrive" if self.mode == EXTERNAL else "",
            "is_public": True,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{place}/{name}",
            "url_private_download": f"{place}/download/{name}",
            "permalink": f"https://{team.domain}.slack.com/files/{self.user}/{self.id}/{name}",
            "is_starred": False,
            "has_rich_preview": False,
            "file_access": "visible",
        }
