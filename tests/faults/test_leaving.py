"""SIGTERM: readiness off at once, what was accepted is answered, and out within twenty seconds."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from typing import Any

import aiohttp

from tests.waiting import until


async def test_under_load_every_accepted_request_is_answered(bot: Any) -> None:
    url = f"http://127.0.0.1:{bot.port}/slack/events"
    statuses: list[int] = []
    broken: list[Exception] = []

    async def load(session: aiohttp.ClientSession) -> None:
        while True:
            body, headers = bot.signed("opcon")
            try:
                async with session.post(url, data=body, headers=headers) as reply:
                    await reply.read()
                    statuses.append(reply.status)
            except aiohttp.ClientConnectorError:
                return  # nobody listens any more: nothing was accepted
            except (aiohttp.ClientError, OSError) as error:
                broken.append(error)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        workers = [asyncio.create_task(load(session)) for _ in range(16)]
        await until(lambda: len(statuses) > 100)
        before, started = len(statuses), time.monotonic()
        bot.process.send_signal(signal.SIGTERM)
        await asyncio.gather(*workers)
    code = await asyncio.to_thread(bot.process.wait, 20)

    assert (code, broken) == (0, [])
    assert set(statuses) == {200}
    assert len(statuses) > before > 0
    assert time.monotonic() - started < 20


def test_readiness_goes_off_at_once_while_liveness_stays(bot: Any) -> None:
    bot.process.send_signal(signal.SIGTERM)

    assert bot.turns("draining")
    assert bot.get("/healthz")[0] == 200
    assert bot.process.wait(20) == 0


def test_a_request_that_is_still_arriving_is_answered(bot: Any) -> None:
    body, headers = bot.signed("opcon")
    head = f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", bot.port)) as sender:
        sender.sendall(head.encode() + b"\r\n" + body[:20])
        time.sleep(0.2)
        bot.process.send_signal(signal.SIGTERM)
        assert bot.closes()
        sender.sendall(body[20:])
        answer = sender.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 200")
    assert bot.process.wait(20) == 0


def test_ctrl_c_ends_it_as_gently(bot: Any) -> None:
    bot.ask("opcon")

    assert bot.stop(signal.SIGINT) == 0


def test_a_second_signal_ends_it_at_once(bot: Any) -> None:
    bot.process.send_signal(signal.SIGTERM)

    assert bot.turns("draining")
    assert bot.stop(signal.SIGTERM) == 128 + signal.SIGTERM


async def test_an_open_page_of_the_playground_does_not_hold_it(bot_of: Any) -> None:
    bot = await asyncio.to_thread(bot_of, "try")
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"ws://127.0.0.1:{bot.port}/playground/live") as page,
    ):
        await page.receive_json()
        started = time.monotonic()
        code = await asyncio.to_thread(bot.stop, signal.SIGTERM)

    assert code == 0
    assert time.monotonic() - started < 6


def test_an_idle_connection_does_not_hold_it(bot: Any) -> None:
    with socket.create_connection(("127.0.0.1", bot.port)):
        time.sleep(0.1)

        assert bot.stop(signal.SIGTERM, within_seconds=6) == 0


def test_nothing_in_the_log_of_a_good_end_is_an_error(bot: Any) -> None:
    bot.ask("opcon")
    bot.stop(signal.SIGTERM)

    assert '"level": "error"' not in bot.log.read_text(encoding="utf-8")
