"""Which addresses may be connected to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from researcher.fetch.guard import AddressError, Guard, is_public, literal, system_resolve


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.170",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "3fff:fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "4000::1",
        "not an address",
        "",
    ],
)
def test_address_that_is_not_public(address: str) -> None:
    """Private, special and transition ranges, however they are wrapped."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "93.184.215.14",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.254",
        "::ffff:8.8.8.8",
        "2606:2800:220:1:248:1893:25c8:1946",
        "2a00:1450:4001::1",
        "2001:4860:4860::8888",
    ],
)
def test_address_that_is_public(address: str) -> None:
    """The neighbours of the forbidden ranges stay open."""
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "127.0.0.01",
        "127.0.0.256",
        "1.2.3.4.5",
        "１２７.0.0.1",
        "①27.0.0.1",
        "127。0。0。1",
        "0x",
        "fe80::1%1",
        "::1%lo",
        "example.123",
    ],
)
def test_address_in_an_unusual_spelling_is_refused(host: str) -> None:
    """Decimal, octal, hexadecimal, short, full-width: resolvers read them, honest links don't."""
    with pytest.raises(AddressError):
        literal(host)


def test_names_and_usual_addresses_are_told_apart() -> None:
    """A name may hold digits."""
    assert literal("example.com") is None
    assert literal("4chan.example") is None
    assert literal("0x7f.example") is None
    assert literal("8.8.8.8") == "8.8.8.8"
    assert literal("2606:2800:220:1::1") == "2606:2800:220:1::1"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "http://user:secret@example.com/",
        "http://example.com:8080/",
        "https://example.com:22/",
        "http://example.com:99999/",
        "http://127.0.0.1/",
        "http://localhost:5432/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0177.1/",
        "http://１２７.0.0.1/",
        "http://exa\\mple.com/",
        "http://example.com/a\nb",
        "http://",
        "http:///path",
        "http://example.com/" + "a" * 5_000,
    ],
)
def test_url_that_may_not_be_asked(url: str) -> None:
    """Before DNS is."""
    with pytest.raises(AddressError):
        Guard().admit(url)


def test_url_that_may_be_asked() -> None:
    """Ports 80 and 443 of names and public addresses."""
    for url in ("https://example.com/", "http://example.com:443/x", "http://8.8.8.8/"):
        Guard().admit(url)


def test_a_grant_names_exactly_one_host_and_port() -> None:
    """Neither another port, nor another spelling, nor a longer name."""
    guard = Guard(frozenset({"127.0.0.1:8000", "[::1]:9000"}))

    for url in ("http://127.0.0.1:8000/x", "https://127.0.0.1:8000/", "http://[::1]:9000/"):
        guard.admit(url)
        assert guard.granted(url)
    for url in (
        "http://127.0.0.1/",
        "http://127.0.0.1:8001/",
        "http://127.0.0.2:8000/",
        "http://localhost:8000/",
        "http://2130706433:8000/",
        "http://127.0.0.1.example.com:8000/",
        "http://[::1]/",
    ):
        with pytest.raises(AddressError):
            guard.admit(url)


def _guard(*addresses: str, allowed: frozenset[str] = frozenset()) -> Guard:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return Guard(allowed, resolve)


def test_every_answer_of_dns_must_be_public() -> None:
    """A name with one private address is refused whole."""
    assert asyncio.run(_guard("8.8.8.8", "1.1.1.1").addresses("example.com", 443)) == [
        "8.8.8.8",
        "1.1.1.1",
    ]
    for addresses in (("8.8.8.8", "10.0.0.1"), ("::1",), ("2002:7f00:1::", "8.8.8.8")):
        with pytest.raises(AddressError, match="not public"):
            asyncio.run(_guard(*addresses).addresses("example.com", 443))


def test_a_granted_name_may_have_a_private_address() -> None:
    """At that port only."""
    guard = _guard("10.0.0.1", allowed=frozenset({"intranet.example:8080"}))

    assert asyncio.run(guard.addresses("intranet.example", 8080)) == ["10.0.0.1"]
    with pytest.raises(AddressError):
        asyncio.run(guard.addresses("intranet.example", 80))


def test_a_name_without_address_does_not_resolve() -> None:
    """A failure, not a refusal."""
    with pytest.raises(AddressError) as caught:
        asyncio.run(_guard().addresses("example.com", 443))
    assert not caught.value.refused


def test_the_systems_resolver_answers() -> None:
    """It is asked beside the loop, and its failure arrives as it is."""
    assert asyncio.run(system_resolve("127.0.0.1", 80)) == ["127.0.0.1"]
    with pytest.raises(OSError, match=r".+"):
        asyncio.run(system_resolve("no-such-host.invalid", 80))
