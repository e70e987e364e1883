"""What leaves for a Sentry: through its own library, to a transport of the test's."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from bot.config import logs
from bot.telemetry.sentry import set_up
from store.errors import MendTheSettings, TooLong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentry_sdk.envelope import Envelope

DSN = "https://key@sentry.example/1"
logger = logging.getLogger("bot.tests")


class Caught(Transport):
    """Keeps what would leave."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent += [json.loads(item.get_bytes()) for item in envelope.items if item.type == "event"]

    @property
    def whole(self) -> str:
        return json.dumps(self.sent, ensure_ascii=False)


@pytest.fixture
def caught() -> Iterator[Caught]:
    transport = Caught()
    set_up(DSN, "1.2.3", transport=transport)
    yield transport
    sentry_sdk.init()


def fail(planted: str) -> None:
    try:
        int(planted)
    except ValueError as error:
        raise TooLong(planted) from error


def test_an_error_arrives_with_its_place_and_the_reference_that_the_person_read(caught: Caught) -> None:
    try:
        fail("planted")
    except TooLong as error:
        told = logs.unforeseen(error)

    (event,) = caught.sent
    links = event["exception"]["values"]
    assert [link["type"] for link in links] == ["ValueError", "TooLong"]
    assert links[-1]["stacktrace"]["frames"][-1]["function"] == "fail"
    assert event["release"] == "1.2.3"
    assert event["tags"]["code"] == "internal"
    assert f"(ref {event['tags']['ref']})" in told


def test_no_word_of_anybody_leaves(caught: Caught) -> None:
    sentry_sdk.set_user({"id": "planted"})
    sentry_sdk.set_context("request", {"body": "planted"})
    sentry_sdk.add_breadcrumb(message="planted")
    logger.info("planted")
    try:
        fail("planted")
    except TooLong as error:
        logs.unforeseen(error)
        logger.exception("failed for %s", "planted", extra={"code": "x", "query": "planted"})
    logger.error("said %s", "planted", extra={"text": "planted"})

    assert len(caught.sent) == 3
    assert "planted" not in caught.whole


def test_what_is_no_error_does_not_leave(caught: Caught) -> None:
    logger.warning("the database is slow")

    assert caught.sent == []


def test_a_wrong_address_says_what_to_set() -> None:
    with pytest.raises(MendTheSettings, match="SENTRY_DSN"):
        set_up("nowhere", "1.2.3")
