"""Which addresses feeds may be fetched from: every address that a name has must be public, or the name allowed."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver, ResolveResult

from store.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import Collection

_SHARED = tuple(
    map(ip_network, ("100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "192.88.99.0/24", "fec0::/10", "3fff::/20"))
)
"""Of carriers, protocols, benchmarks, relays, old sites and examples, which one Python or other takes for public."""
_NAT64 = ip_network("64:ff9b::/96")


class AddressRefused(AllianceError):
    """An address may not be asked: it is not of the web, or leads into a private network."""

    exit_code = 65
    code = "address_refused"


def is_public(text: str) -> bool:
    """Return whether *text* is an address that anybody may reach; what an IPv6 address wraps must be, too."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return _is_public(found)


def _is_public(found: IPv4Address | IPv6Address) -> bool:
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return _is_public(found.ipv4_mapped)
        inner = found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None and not _is_public(inner):
            return False
    shared = any(found in network for network in _SHARED if network.version == found.version)
    special = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback
    return found.is_global and not (shared or special)


class PinnedResolver(AbstractResolver):
    """Resolves a name once for a connection, to addresses that are all public; else AddressRefused.

    The connection is made to just these addresses. *allowed* hosts may be private.
    """

    def __init__(self, allowed: Collection[str] = ()) -> None:
        self._allowed = {host.lower().strip("[]") for host in allowed}

    def check(self, host: str) -> None:
        """Refuse an address that is written as a number and is not public."""
        bare = host.lower().strip("[]").rstrip(".")
        if bare in self._allowed:
            return
        try:
            ip_address(bare.partition("%")[0])
        except ValueError:
            return
        if not is_public(bare):
            raise AddressRefused(f"{host} is not a public address; FEED_PRIVATE_HOSTS may allow it.")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of *host*."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        addresses = list(dict.fromkeys((str(address[0]), kind) for kind, _, _, _, address in found))
        if host.lower().rstrip(".") not in self._allowed:
            private = [address for address, _ in addresses if not is_public(address)]
            if private or not addresses:
                raise AddressRefused(
                    f"{host} leads to {private[0] if private else 'nowhere'}, which is not public; "
                    "FEED_PRIVATE_HOSTS may allow it."
                )
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=kind,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address, kind in addresses
        ]

    async def close(self) -> None:
        """Do nothing: it holds nothing."""
