"""The head of a mail that was saved as text: who wrote it, when and on what, and what it says without its transport."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.documents.layout.blocks import Facts
from store.model import PartialDate

if TYPE_CHECKING:
    from email.message import Message

_HEAD = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){3,200}(?=\n)")
_TRANSPORT = re.compile(r"(?im)^(?:received|message-id|mime-version|return-path|delivered-to):")
"""What a mail program writes and nobody types; a head without it may be a letter's own, which is text."""
_SIGNATURE = re.compile(r"\n-- ?\n.*", re.DOTALL)
_ENCODED = frozenset({"quoted-printable", "base64"})


def part_head(text: str) -> tuple[Facts, str]:
    """Return what the head of a mail says, and its message, decoded and without signature; other text as it is."""
    if (head := _HEAD.match(text)) is None or not _TRANSPORT.search(head.group()):
        return Facts(), text
    from email import message_from_string  # noqa: PLC0415 - few texts are mails

    mail = message_from_string(text)
    said = next((part for part in mail.walk() if part.get_content_type() == "text/plain"), None)
    if said is None or not (message := _message(said)).strip():
        return Facts(), text
    facts = Facts(title=_header(mail, "subject") or None, author=_sender(mail) or None, published=_sent(mail))
    return facts, _SIGNATURE.sub("\n", message)


def _message(part: Message) -> str:
    """Return the text of *part*; the file was decoded already where no transport had coded it."""
    if str(part.get("content-transfer-encoding", "")).strip().lower() not in _ENCODED:
        return str(part.get_payload())
    coded = part.get_payload(decode=True)
    content = coded if isinstance(coded, bytes) else b""
    try:
        text = content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:  # a charset that nobody knows
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _header(mail: Message, name: str) -> str:
    from email.errors import HeaderParseError  # noqa: PLC0415 - as above
    from email.header import decode_header, make_header  # noqa: PLC0415 - as above

    written = str(mail.get(name, ""))
    try:
        return " ".join(str(make_header(decode_header(written))).split())
    except (HeaderParseError, LookupError, ValueError):  # as UnicodeDecodeError is
        return " ".join(written.split())


def _sender(mail: Message) -> str:
    from email.utils import parseaddr  # noqa: PLC0415 - as above

    return parseaddr(_header(mail, "from"))[0]


def _sent(mail: Message) -> PartialDate | None:
    """Return the day on which it was sent, where it was sent."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - as above

    try:
        return PartialDate.parse(parsedate_to_datetime(_header(mail, "date")).date().isoformat())
    except (TypeError, ValueError):
        return None
