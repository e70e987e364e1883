"""Which addresses may be asked."""

from __future__ import annotations

import pytest

from bot.feeds.addresses import AddressRefused, PinnedResolver, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "198.18.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "not an address", "",
        "fec0::1", "fec0::7f00:1", "::127.0.0.1", "64:ff9b:1::7f00:1", "2001:0:7f00:1::", "192.88.99.1", "3fff::1",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


async def test_a_name_is_refused_when_it_leads_to_a_private_address() -> None:
    with pytest.raises(AddressRefused, match=r"localhost leads to .* not public"):
        await PinnedResolver().resolve("localhost", 80)


async def test_a_name_that_is_allowed_is_pinned_to_what_it_resolves_to() -> None:
    found = await PinnedResolver({"localhost"}).resolve("localhost", 8080)

    assert {one["host"] for one in found} <= {"127.0.0.1", "::1"}
    assert found[0]["port"] == 8080


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "192.168.0.1.", "fe80::1%eth0"])
def test_an_address_written_as_a_number_is_refused_too(host: str) -> None:
    with pytest.raises(AddressRefused):
        PinnedResolver().check(host)


def test_a_number_that_is_allowed_may_be_asked() -> None:
    PinnedResolver({"127.0.0.1"}).check("127.0.0.1")
