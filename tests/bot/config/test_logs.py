"""What the logs hold, and what never gets there."""

from __future__ import annotations

import io
import json
import logging

import pytest

from bot.config import logs
from store.errors import DatabaseBusy

SECRETS = {
    "xoxb-2345-6789-abcDEF": "abcDEF",
    "xoxe.xoxb-1-abcdef": "abcdef",
    "xoxp-11-22-33": "11-22-33",
    "xapp-1-A0-123-abcdef": "A0-123",
    "my-signing-secret": "signing",
    "Bearer abcdefghij": "abcdefghij",
    "wss://host/link/?ticket=0a1b2c3d-4e5f&app_id=1": "0a1b2c3d",
    "https://hooks.slack.com/commands/T1/22/abcdef": "T1/22",
    "postgresql://alliance:pa55word@host/db": "pa55word",
}


@pytest.fixture
def log():
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up("DEBUG", hidden=["my-signing-secret"], stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.mark.parametrize(("text", "secret"), SECRETS.items())
def test_no_secret_is_written_wherever_it_stands(log, text, secret):
    logger = logging.getLogger("bot.test")

    logger.info("in the message %s", text)
    logger.info("beside it", extra={"found": {"deep": [text]}})
    logger.error("in the traceback", exc_info=OSError(text))

    assert log.getvalue().count("[hidden]") >= 3
    assert secret not in log.getvalue()


def test_what_surrounds_a_secret_stays_readable(log):
    logging.getLogger("bot.test").info("cannot reach postgresql://alliance:pa55word@host/db now")

    assert "postgresql://alliance:[hidden]@host/db now" in log.getvalue()


def test_each_event_is_one_json_line_with_its_code(log):
    logging.getLogger("bot.test").warning("refused", extra={"code": "sig_invalid", "reason": "replay"})

    line = json.loads(log.getvalue())
    assert line.pop("at").endswith("Z")
    assert line == {
        "level": "warning",
        "logger": "bot.test",
        "event": "refused",
        "code": "sig_invalid",
        "reason": "replay",
    }


def test_libraries_speak_only_of_trouble(log):
    logging.getLogger("slack_sdk.socket_mode").info("Received message (data: what somebody typed)")
    logging.getLogger("slack_bolt.AsyncApp").warning("something to mend")

    assert [json.loads(line)["event"] for line in log.getvalue().splitlines()] == ["something to mend"]


def test_what_bolt_quotes_of_a_payload_is_cut_off(log):
    logging.getLogger("slack_bolt.AsyncApp").warning("Unhandled request ({'type': 'what somebody typed'})\n---\n(code)")

    assert json.loads(log.getvalue())["event"] == "Unhandled request"


def test_the_stack_of_a_strangers_error_leaves_out_its_message(log):
    try:
        int("what somebody typed")
    except ValueError as error:
        said = logs.unforeseen(error)

    line = json.loads(log.getvalue())
    assert said == f"Something went wrong (ref {line['ref']})."
    assert "test_logs.py" in line["stack"]
    assert "typed" not in log.getvalue().replace("what_somebody_typed", "")


def test_the_stack_of_our_own_error_keeps_its_message():
    told = logs.stack(DatabaseBusy("The database is busy."))

    assert told == "DatabaseBusy: The database is busy."


def test_the_stack_begins_with_the_first_cause():
    failure = DatabaseBusy("busy")
    failure.__cause__ = KeyError("x")

    assert logs.stack(failure) == "KeyError\nwhich led to\nDatabaseBusy: busy"
