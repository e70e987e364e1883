"""What people typed is in no log, at any level, whatever they send and whatever fails meanwhile."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.bot.lenient import peer
from tests.bot.payload_kinds import KINDS, Kinds, Payload
from tests.bot.slack.test_errors import database_away

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from store.core import BriefingStore

MARKER = "zyzzyva77"
TYPED = ("text", "value", "title", "private_metadata", "name", "command", "fallback", "alt_text", "label")
"""The fields whose text is a person's, or may hold it."""
WORDS = (
    f"{MARKER}",
    f"search {MARKER}",
    f"sources {MARKER}",
    f"compare {MARKER} cfc",
    f"timeline {MARKER}",
    f"changes since {MARKER}",
    f"opcon at {MARKER} 2026",
    f"{MARKER} " * 80,
    f"digest subscribe {MARKER} weekdays 25:99 Mars/{MARKER}",
    f"digest pause until {MARKER}",
    f"digest move {MARKER}",
    f"digest {MARKER}",
    f"admin {MARKER}",
    f"admin admins add @{MARKER}",
    f"admin rollback {MARKER}",
    f"admin weekly {MARKER}",
    f"admin digests give {MARKER}",
)


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def planted(found: Any, key: str = "") -> Any:
    """Return a payload with the marker wherever it holds what somebody typed."""
    if isinstance(found, dict):
        return {name: planted(value, name) for name, value in found.items()}
    if isinstance(found, list):
        return [planted(one, key) for one in found]
    return f"{found} {MARKER}" if isinstance(found, str) and key in TYPED else found


def payloads(slack: str) -> Iterator[Payload]:
    kinds = Kinds(Random(5), slack)
    for text in WORDS:
        yield Payload("command", {**kinds.command(), "text": text, "team_id": "T0HOME001"}, json=False)
    for kind in KINDS:
        for wrong in (0, 0, 2):
            one = kinds.draw(wrong, kind)
            # A command is ours by its name: that stays.
            yield replace(
                one, fields={**planted(one.fields), **({"command": "/alliance"} if kind == "command" else {})}
            )


def broken(_: object) -> str:
    raise RuntimeError(f"no link for {MARKER}")


@pytest.mark.parametrize("fault", ["none", "database", "slack", "ours"])
async def test_what_people_typed_is_in_no_log(loaded_store: BriefingStore, log: io.StringIO, fault: str) -> None:
    async with peer(loaded_store, to=broken) if fault == "ours" else peer(loaded_store) as (bot, slack):
        bot.refusing = "fatal_error" if fault == "slack" else ""
        for one in payloads(slack):
            if fault == "database":
                with database_away():
                    await bot.send(one)
            else:
                await bot.send(one)

    written = log.getvalue()
    assert MARKER not in written.casefold()
    assert fault == "none" or "error" in written
    if fault == "none":
        assert '"level": "error"' not in written


async def test_what_a_person_got_wrong_is_no_error(loaded_store: BriefingStore, log: io.StringIO) -> None:
    async with peer(loaded_store) as (bot, slack):
        kinds = Kinds(Random(6), slack)
        for text in WORDS:
            await bot.send(Payload("command", {**kinds.command(), "text": text, "team_id": "T0HOME001"}, json=False))

    assert '"level": "error"' not in log.getvalue()


async def test_all_that_is_logged_of_a_request_has_its_number_and_so_has_the_reply(
    loaded_store: BriefingStore, log: io.StringIO
) -> None:
    async with peer(loaded_store, to=broken) as (bot, slack):
        fields = {**Kinds(Random(7), slack).command(), "text": "opcon"}
        _, body = await bot.send(Payload("command", fields, json=False))

    (line,) = [one for one in log.getvalue().splitlines() if '"level": "error"' in one]
    number = line.partition('"request": "')[2][:8]
    assert f"(ref {number})" in body.decode()
