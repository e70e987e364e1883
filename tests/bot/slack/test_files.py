"""Which files are fetched, and to whom the token is never shown."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.slack.files import Attached, FileClient, NotFetched
from bot.slack.sender import is_slacks
from store.files.decoding import MAX_BYTES
from tests.hosting import Port, hosted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

API = "https://slack.com/api/"
FILE = {"id": "F1", "name": "lamps.txt", "size": 5, "mode": "hosted", "filetype": "text"}


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com/files-pri/T1-F1/download/lamps.txt",
        "https://slack.com/files-pri/T1-F1/lamps.txt",
        "https://files.slack-gov.com:443/files-pri/T1-F1/lamps.txt",
    ],
)
def test_slacks_own_hosts_are_shown_the_token(url: str) -> None:
    assert is_slacks(url, API)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://files.slack.com/files-pri/T1-F1/lamps.txt",
        "https://files.slack.com.evil.example/lamps.txt",
        "https://evilslack.com/lamps.txt",
        "https://files.slack.com@evil.example/lamps.txt",
        "https://evil.example/?https://files.slack.com/",
        "https://files.slack.com:8443/lamps.txt",
        "https://files.slack.com:port/lamps.txt",
        "https://[files.slack.com/lamps.txt",
        "ftp://files.slack.com/lamps.txt",
        "file:///etc/passwd",
        "http://127.0.0.1:3000/lamps.txt",
        "//files.slack.com/lamps.txt",
    ],
)
def test_no_other_host_is_shown_the_token(url: str) -> None:
    assert not is_slacks(url, API)


def test_where_the_api_is_elsewhere_so_may_be_the_files() -> None:
    api = "http://127.0.0.1:3000/api/"

    assert is_slacks("http://127.0.0.1:3000/files-pri/T1-F1/lamps.txt", api)
    assert not is_slacks("http://127.0.0.1:3001/files-pri/T1-F1/lamps.txt", api)
    assert not is_slacks("https://127.0.0.1:3000/files-pri/T1-F1/lamps.txt", api)


@given(st.text())
def test_no_address_breaks_the_question(url: str) -> None:
    assert is_slacks(url, API) in {True, False}


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Untitled", "markdown", "Untitled.md"),
        ("Untitled", "text", "Untitled.txt"),
        ("lamps.pdf", "pdf", "lamps.pdf"),
        ("lamps.csv", "csv", "lamps.csv"),
        ("v1.2", "docx", "v1.2.docx"),
    ],
)
def test_a_file_without_a_suffix_gets_the_one_of_its_kind(name: str, kind: str, expected: str) -> None:
    assert Attached.of({"id": "F1", "name": name, "filetype": kind}).name == expected


def test_a_file_that_slack_tells_little_of_is_still_one() -> None:
    stub = Attached.of({"id": "F1", "mode": "file_access", "file_access": "check_file_info"})

    assert (stub.id, stub.name, stub.url) == ("F1", "This file", "")


@asynccontextmanager
async def slack(url: str, answer: Callable[[Request], Response]) -> AsyncIterator[tuple[FileClient, list[str | None]]]:
    """Serve a Slack whose only file is at *url*, and another host beside it; tell which tokens came to either."""
    here, there = Port(), Port()
    seen: list[str | None] = []

    async def info(_: Request) -> Response:
        told = url.format(here=here.address, there=there.address)
        return JSONResponse({"ok": True, "file": {**FILE, "url_private_download": told}})

    async def hand(request: Request) -> Response:
        seen.append(request.headers.get("authorization"))
        return answer(request)

    async def foreign(request: Request) -> Response:
        seen.append(f"foreign: {request.headers.get('authorization')}")
        return Response(b"lamps")

    ours = Starlette(routes=[Route("/api/files.info", info, methods=["GET", "POST"]), Route("/file", hand)])
    theirs = Starlette(routes=[Route("/{path:path}", foreign)])
    async with hosted(ours, here), hosted(theirs, there):
        yield FileClient(AsyncWebClient("xoxb-1", base_url=f"{here.address}/api/", retry_handlers=[])), seen


async def test_the_token_goes_where_slack_is() -> None:
    async with slack("{here}/file", lambda _: Response(b"lamps")) as (files, seen):
        raw = await files.fetch("F1")

    assert (raw.name, raw.data) == ("lamps.txt", b"lamps")
    assert seen == ["Bearer xoxb-1"]


async def test_a_foreign_address_is_never_asked() -> None:
    async with slack("{there}/file", lambda _: Response(b"lamps")) as (files, seen):
        with pytest.raises(NotFetched, match=r"Slack does not hand lamps\.txt over to me"):
            await files.fetch("F1")

    assert seen == []


async def test_a_redirect_is_not_followed() -> None:
    away: list[str] = []
    async with slack("{here}/file", lambda _: RedirectResponse(away[0], 302)) as (files, seen):
        away.append("http://127.0.0.1:9/else")
        with pytest.raises(NotFetched, match="does not hand"):
            await files.fetch("F1")

    assert seen == ["Bearer xoxb-1"]


async def test_a_page_for_signing_in_is_no_file() -> None:
    async with slack("{here}/file", lambda _: Response(b"<p>Sign in</p>", media_type="text/html")) as (files, _):
        with pytest.raises(NotFetched, match="does not hand"):
            await files.fetch("F1")


async def test_no_more_is_read_than_a_document_may_have() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(2 * MAX_BYTES // 65_536):
            yield bytes(65_536)

    async with slack("{here}/file", lambda _: StreamingResponse(endless())) as (files, _):
        with pytest.raises(NotFetched, match=r"lamps\.txt is larger than 5 MiB; split it\."):
            await files.fetch("F1")
