"""Fetching over real HTTP: what is followed, unpacked and refused."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from bot.feeds import client as clients
from bot.feeds.addresses import AddressRefused
from bot.feeds.client import FetchFailed, safe_client
from tests.feed_server import RSS, bomb, packed, rss, stamp

if TYPE_CHECKING:
    from tests.feed_server import FeedServer

LOOPBACK = ("127.0.0.1",)


async def fetch(url: str, allowed: tuple[str, ...] = LOOPBACK, **more: str) -> clients.Fetched:
    async with safe_client(allowed) as client:
        return await client.fetch(url, **more)


async def test_a_feed_comes_with_its_type_and_what_it_is_asked_for_by(server: FeedServer) -> None:
    url = server.put("/feed", rss(), headers={"ETag": '"1"', "Last-Modified": stamp(0)})

    got = await fetch(url)

    assert (got.type, got.etag, got.url, got.moved_to) == (RSS, '"1"', url, None)
    assert got.data == rss().encode()


async def test_what_did_not_change_is_not_sent_again(server: FeedServer) -> None:
    url = server.put("/feed", rss(), headers={"ETag": '"1"'})

    got = await fetch(url, etag='"1"', modified=stamp(0))

    assert got.data is None
    assert server.headers["/feed"]["If-Modified-Since"] == stamp(0)


async def test_what_is_packed_is_unpacked_and_a_bomb_is_not(server: FeedServer) -> None:
    packed_ = server.put("/packed", packed(rss()), headers={"Content-Encoding": "gzip"})
    hostile = server.put("/bomb", bomb(), headers={"Content-Encoding": "gzip"})

    assert (await fetch(packed_)).data == rss().encode()
    with pytest.raises(FetchFailed, match="larger than 5 MiB"):
        await fetch(hostile)


async def test_what_is_huge_is_not_read_to_its_end(server: FeedServer) -> None:
    with pytest.raises(FetchFailed, match="larger than 5 MiB"):
        await fetch(server.put("/huge", b"x" * (6 * 1024 * 1024)))


async def test_three_redirects_are_followed_and_a_fourth_is_not(server: FeedServer) -> None:
    server.put("/feed", rss())
    for number in range(1, 5):
        to = f"/{number - 1}" if number > 1 else "/feed"
        server.put(f"/{number}", b"", status=302, headers={"Location": to})

    assert (await fetch(server.address + "/3")).data == rss().encode()
    with pytest.raises(FetchFailed, match="more than 3 times"):
        await fetch(server.address + "/4")


async def test_where_a_feed_is_for_good_is_known_and_where_it_is_for_now_is_not(server: FeedServer) -> None:
    url = server.put("/feed", rss())
    moved = server.put("/moved", b"", status=301, headers={"Location": "/feed"})
    lent = server.put("/lent", b"", status=302, headers={"Location": "/feed"})

    assert (await fetch(moved)).moved_to == url
    assert (await fetch(lent)).moved_to is None


@pytest.mark.parametrize(
    "to",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "gopher://a.example/",
    ],
)
async def test_a_redirect_to_a_private_address_is_refused(server: FeedServer, to: str) -> None:
    url = server.put("/away", b"", status=302, headers={"Location": to})

    with pytest.raises(AddressRefused):
        await fetch(url)


async def test_a_redirect_to_a_private_name_is_refused(server: FeedServer) -> None:
    port = server.address.rpartition(":")[2]
    url = server.put("/away", b"", status=302, headers={"Location": f"http://localhost:{port}/feed"})

    with pytest.raises(AddressRefused, match="localhost leads to"):
        await fetch(url)
    assert server.asked == ["/away"]


async def test_loopback_is_refused_unless_it_is_allowed(server: FeedServer) -> None:
    url = server.put("/feed", rss())

    with pytest.raises(AddressRefused, match=r"127\.0\.0\.1 is not a public address"):
        await fetch(url, ())
    assert server.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fec0::1]/",
        "http://0/",
        "http://127。0。0。1/",
        "http://localhost:22/",
        "http://me:pw@a.example/",
        "http://8.8.8.8\\@127.0.0.1/",
    ],
)
async def test_other_ways_to_write_an_address_lead_nowhere_else(url: str) -> None:
    with pytest.raises((AddressRefused, FetchFailed)):
        await fetch(url, ())


async def test_a_name_with_one_public_and_one_private_address_is_refused(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.address.rpartition(":")[2])

    def both(host: object, *_: object, **__: object) -> list[object]:
        known = {"mixed.example": ("8.8.8.8", "127.0.0.1")}.get(str(host), (str(host),))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known]

    monkeypatch.setattr(socket, "getaddrinfo", both)

    with pytest.raises(AddressRefused, match=r"mixed\.example leads to 127\.0\.0\.1"):
        await fetch(f"http://mixed.example:{port}/feed", ())
    assert server.asked == []


async def test_a_server_that_asks_to_be_left_alone_is_heard(server: FeedServer) -> None:
    url = server.put("/busy", b"", status=503, headers={"Retry-After": "120"})

    with pytest.raises(FetchFailed, match="asks us to wait") as caught:
        await fetch(url)
    assert (caught.value.status, caught.value.wait_seconds) == (503, 120)


@pytest.mark.parametrize(
    ("status", "why"), [(404, "is not there"), (410, "gone for good"), (401, "password"), (500, "fails")]
)
async def test_other_answers_are_told_in_words(server: FeedServer, status: int, why: str) -> None:
    with pytest.raises(FetchFailed, match=why):
        await fetch(server.put("/odd", b"", status=status))


async def test_a_slow_server_is_left_after_the_limit(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "MOST_SECONDS", 0.3)
    url = server.put("/slow", rss(), slow_seconds=0.4)

    with pytest.raises(FetchFailed, match="did not answer"):
        await fetch(url)


async def test_nobody_there_is_told_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(FetchFailed, match="cannot be reached"):
        await fetch(f"http://127.0.0.1:{port}/feed")
