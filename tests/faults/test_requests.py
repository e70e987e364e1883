"""What is not Slack's, or too much, at the real port; and that the log holds nothing of it."""

from __future__ import annotations

import http.client
from typing import Any

PLANTED = "xoxb-4242-planted"
MIB = 1024 * 1024


def posted(bot: Any, body: Any, headers: dict[str, str], *, chunked: bool = False) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", bot.port, timeout=10)
    connection.request("POST", "/slack/events", body, headers, encode_chunked=chunked)
    status = connection.getresponse().status
    connection.close()
    return status


def test_only_what_slack_signed_is_answered_and_only_once(bot: Any) -> None:
    body, headers = bot.signed("opcon")
    old = headers | {"X-Slack-Request-Timestamp": "1"}
    garbled = headers | {"X-Slack-Signature": "v0=gr\xf6\xdfer"}
    wrong = headers | {"X-Slack-Signature": "v0=" + "0" * 64}

    statuses = [posted(bot, body, given) for given in ({}, old, garbled, wrong, headers, headers)]

    assert statuses == [401, 401, 401, 401, 200, 401]


def test_a_body_over_one_mebibyte_is_refused_however_it_is_sent(bot: Any) -> None:
    _, headers = bot.signed("opcon")
    chunks = (b"x" * 65_536 for _ in range(64))

    announced = posted(bot, b"x" * (MIB + 1), headers)
    streamed = posted(bot, chunks, headers | {"Transfer-Encoding": "chunked"}, chunked=True)

    assert (announced, streamed) == (413, 413)
    assert bot.ask("opcon")["text"].startswith("OPCON")


def test_a_planted_token_never_reaches_the_log(bot: Any) -> None:
    body, headers = bot.signed(f"what is {PLANTED}")
    bot.ask(PLANTED)
    posted(bot, body, headers | {"X-Slack-Signature": PLANTED})
    posted(bot, body, headers | {"X-Slack-Request-Timestamp": PLANTED})
    posted(bot, body + b"&token=" + PLANTED.encode(), headers)
    posted(bot, PLANTED.encode() * MIB, headers)

    log = bot.log.read_text(encoding="utf-8")
    assert log.count("sig_invalid") == 3
    assert log.count("too_large") == 1
    assert "planted" not in log
