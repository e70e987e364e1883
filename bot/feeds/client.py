"""What stands at an address, fetched so that no address can lead into a private network or fill the memory."""

from __future__ import annotations

import asyncio
import zlib
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.feeds.addresses import AddressRefused, PinnedResolver
from store.errors import AllianceError
from store.feeds.entries import is_of_the_web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping

MOST_SECONDS: Final = 10.0
MOST_BYTES: Final = 5 * 1024 * 1024
MOST_REDIRECTS: Final = 3
MOST_HEADER: Final = 16 * 1024
_CHUNK: Final = 64 * 1024
_AGENT = "alliance-bot (reads feeds)"
_FOR_GOOD = (301, 308)
_REDIRECTS = (*_FOR_GOOD, 302, 303, 307)
FEED_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml, */*;q=0.5"


class FetchFailed(AllianceError):
    """Nothing could be fetched. *status* is what the server answered, 0 without an answer.

    *wait_seconds* is for how long it asked to be left alone.
    """

    exit_code = 75
    code = "fetch_failed"

    def __init__(self, why: str, status: int = 0, wait_seconds: int | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.wait_seconds = wait_seconds


class Fetched(NamedTuple):
    """What came from an address. *data* is None where it is as it was before."""

    data: bytes | None
    type: str
    url: str
    moved_to: str | None
    """Where all redirects that hold for good lead; None where there was none."""
    etag: str | None
    modified: str | None


class SafeClient:
    """Fetches what stands at public addresses. Make one by `safe_client`."""

    def __init__(self, session: aiohttp.ClientSession, resolver: PinnedResolver, proxy: str | None) -> None:
        self._session = session
        self._resolver = resolver
        self._proxy = proxy

    async def fetch(
        self, url: str, *, etag: str | None = None, modified: str | None = None, accept: str = FEED_TYPES
    ) -> Fetched:
        """Return what stands at *url*; AddressRefused, or FetchFailed with what went wrong in words."""
        headers = {"User-Agent": _AGENT, "Accept": accept, "Accept-Encoding": "gzip, deflate"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await self._followed(url, headers)
        except TimeoutError:
            raise FetchFailed(f"did not answer within {MOST_SECONDS:.0f} s") from None
        except aiohttp.ClientConnectorDNSError:
            raise FetchFailed("has a name that is not known") from None
        except (aiohttp.ClientError, ValueError, OSError) as error:
            refused = _refused(error)
            if refused is not None:
                raise refused from None
            raise FetchFailed(f"cannot be reached ({_kind(error)})") from None

    async def _followed(self, url: str, headers: Mapping[str, str]) -> Fetched:
        moved, for_good = None, True
        for _ in range(MOST_REDIRECTS + 1):
            self._check(url)
            asked = self._session.get(url, headers=headers, allow_redirects=False, proxy=self._proxy)
            async with asked as response:
                if response.status not in _REDIRECTS or "Location" not in response.headers:
                    return await _read(response, url, moved)
                url = urljoin(url, response.headers["Location"].strip())
                for_good = for_good and response.status in _FOR_GOOD
                moved = url if for_good else moved
        raise FetchFailed(f"redirects more than {MOST_REDIRECTS} times")

    def _check(self, url: str) -> None:
        """Refuse an address that is none of the web, names a person, or is written as a private number."""
        if not is_of_the_web(url):
            raise AddressRefused(f"{url[:100]}: only http and https are fetched.")
        parts = urlsplit(url)
        if parts.username is not None or parts.password is not None:
            raise AddressRefused(f"{parts.hostname}: an address with a name or password in it is not fetched.")
        self._resolver.check(parts.hostname or "")


async def _read(response: aiohttp.ClientResponse, url: str, moved: str | None) -> Fetched:
    headers = response.headers
    known = _short(headers.get("ETag")), _short(headers.get("Last-Modified"))
    facts = headers.get("Content-Type", ""), url, moved, *known
    if response.status == 304:
        return Fetched(None, *facts)
    if response.status != 200:
        raise FetchFailed(_answered(response.status), response.status, _wait(headers.get("Retry-After")))
    return Fetched(await _body(response), *facts)


def _answered(status: int) -> str:
    known = {401: "wants a password", 403: "refuses us", 404: "is not there", 410: "is gone for good"}
    known |= {429: "asks us to wait", 503: "asks us to wait"}
    return f"{known.get(status, 'fails')} (HTTP {status})"


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Return what was sent, unpacked as it comes in, and never more than MOST_BYTES."""
    encoding = response.headers.get("Content-Encoding", "identity").lower().strip()
    if encoding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise FetchFailed(f"is packed in a way that is not read ({encoding[:20]})")
    unpack = _Unpacker(encoding)
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += unpack(chunk, MOST_BYTES + 1 - len(body))
        if len(body) > MOST_BYTES:
            raise FetchFailed(f"is larger than {MOST_BYTES // 1024 // 1024} MiB")
    return bytes(body)


class _Unpacker:
    def __init__(self, encoding: str) -> None:
        self._raw = encoding == "deflate"
        self._stream = None if encoding in {"identity", ""} else zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)

    def __call__(self, chunk: bytes, most: int) -> bytes:
        if self._stream is None:
            return chunk
        try:
            return self._stream.decompress(chunk, most)
        except zlib.error:
            if not self._raw:
                raise FetchFailed("is packed and cannot be unpacked") from None
            # Some servers leave the header out.
            self._raw, self._stream = False, zlib.decompressobj(wbits=-zlib.MAX_WBITS)
            return self(chunk, most)


def _short(header: str | None) -> str | None:
    return header if header and len(header) <= 500 else None


def _wait(header: str | None) -> int | None:
    """Return the seconds of a Retry-After, which is a number or an instant."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return min(int(header.strip()[:9]), 10**8)
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0, round((aware - datetime.now(UTC)).total_seconds()))


def _refused(error: BaseException | None) -> AddressRefused | None:
    """Return the refusal behind an error of the library, which wraps what its resolver raises."""
    while error is not None:
        if isinstance(error, AddressRefused):
            return error
        error = error.__cause__ or error.__context__
    return None


def _kind(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientSSLError):
        return "its certificate is not valid"
    return type(error).__name__.removeprefix("Client")


async def _check_host(
    resolver: PinnedResolver, _: aiohttp.ClientSession, __: object, asked: aiohttp.TraceRequestStartParams
) -> None:
    """Refuse a private number as the library itself reads the address: no two parsers agree on every one."""
    resolver.check(asked.url.host or "")


@asynccontextmanager
async def safe_client(private_hosts: Collection[str] = (), proxy: str | None = None) -> AsyncIterator[SafeClient]:
    """Give a client; *private_hosts* may be asked although they are private, and *proxy* asks in our place."""
    of_proxy = {urlsplit(proxy).hostname or ""} if proxy else set()
    resolver = PinnedResolver({*private_hosts, *of_proxy})
    # No connection is kept: another request resolves and checks anew.
    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(partial(_check_host, resolver))
    connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True, limit=32)
    async with aiohttp.ClientSession(
        connector=connector,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        trace_configs=[tracing],
        max_line_size=MOST_HEADER,
        max_field_size=MOST_HEADER,
    ) as session:
        yield SafeClient(session, resolver, proxy)
