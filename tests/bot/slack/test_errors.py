"""What fails is told where the person waits: a form that was not saved stays open and says why."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from sqlalchemy import Engine, event

from bot.blocks import digest_form, document_form
from bot.blocks.mending import gap_form, statement_form
from bot.blocks.personal import editors_form, feedback, share_form
from bot.feeds import cards
from bot.listeners.app import build_app
from bot.simulator.state.fixtures import JISOO
from bot.telemetry.series import web_client
from tests.bot.listeners.test_forms import registered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.core import BriefingStore
    from tests.bot.served import Team

FORMS = (
    digest_form.CALLBACK,
    document_form.CHOOSE,
    document_form.PASTE,
    document_form.SAVE,
    cards.PUBLISH_WITH,
    feedback.CALLBACK,
    share_form.CALLBACK,
    editors_form.CALLBACK,
    statement_form.CALLBACK,
    gap_form.CALLBACK,
)
GATED = frozenset({digest_form.CALLBACK, document_form.CHOOSE, document_form.PASTE})
"""Those that ask who hands them in before anything is read."""


@pytest.fixture
def dialect() -> str:
    """One kind of database: what it fails with is translated before it comes here."""
    return "sqlite"


@contextmanager
def database_away(code: int = sqlite3.SQLITE_IOERR_READ) -> Iterator[None]:
    """Let every use of a database fail."""

    def refuse(_: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        raise error

    event.listen(Engine, "begin", refuse)
    try:
        yield
    finally:
        event.remove(Engine, "begin", refuse)


async def handed_in(store: BriefingStore, view: dict[str, Any]) -> dict[str, Any]:
    app = build_app(store, token="xoxb-1", client=web_client("http://127.0.0.1:9/api/"))
    body = {"type": "view_submission", "user": {"id": JISOO.id}, "team": {"id": "T1"}, "view": view}
    reply = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    assert reply.status == 200
    return dict(json.loads(reply.body))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kept", ["", "no json", "[1, 2, 3, 4]"])
async def test_a_form_that_nobody_can_read_stays_open_and_says_so(
    loaded_store: BriefingStore, form: str, kept: str
) -> None:
    text, field = {"type": "section", "block_id": "above"}, {"type": "input", "block_id": "first"}
    shown = {"id": "V1", "type": "modal", "blocks": [text, field], "state": {"values": {}}}
    view = {**shown, "callback_id": form, "private_metadata": kept}

    answer = await handed_in(loaded_store, view)

    # A gate asks Slack first who hands it in, and Slack is not there.
    why = "Slack did not answer" if form in GATED else "This came incomplete"
    assert answer["response_action"] == "errors"
    assert why in answer["errors"]["first"]


async def test_a_form_without_fields_shows_what_went_wrong_in_its_place(loaded_store: BriefingStore) -> None:
    answer = await handed_in(loaded_store, {"id": "V1", "type": "modal", "callback_id": digest_form.CALLBACK})

    assert answer["response_action"] == "update"
    assert "Slack did not answer" in json.dumps(answer["view"])


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (sqlite3.SQLITE_IOERR_READ, "Could not save; nothing changed. Try again in a few minutes."),
        (sqlite3.SQLITE_FULL, "Could not save; nothing changed. Try again in a few minutes."),
        (sqlite3.SQLITE_BUSY, "Busy, please try again."),
    ],
)
async def test_a_digest_that_the_database_does_not_take_is_not_shown_as_saved(team: Team, code: int, why: str) -> None:
    await team.hands.command(team.user, team.channel, "/alliance digest")

    with database_away(code):
        _, wrong = await team.controls.submit(team.user, team.modals[-1], {})

    assert list(wrong.values()) == [why]
    assert team.modals[-1].body["callback_id"] == digest_form.CALLBACK


async def test_a_zone_that_went_away_is_named_at_its_field(team: Team) -> None:
    await team.hands.command(team.user, team.channel, "/alliance digest")
    gone = {"text": {"type": "plain_text", "text": "Mars/Base"}, "value": "Mars/Base"}
    entered = {"zone": {digest_form.ZONE: {"type": "external_select", "selected_option": gone}}}

    _, wrong = await team.controls.submit(team.user, team.modals[-1], entered)

    assert "Mars/Base" in wrong["zone"]


def test_every_form_is_tried_here(store: BriefingStore) -> None:
    """A new form is one more of FORMS."""
    assert set(registered(store, "view_submission")) == set(FORMS)
