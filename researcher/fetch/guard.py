"""The address guard: which hosts, ports and network addresses may be connected to.

`ipaddress.is_global` alone lets NAT64, 6to4, site-local and other ranges pass that lead into
private networks, so the list here is our own, after the IANA special-purpose registries.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
import socket
import threading
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from researcher import urls
from researcher.fetch.seam import LONGEST_URL

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host name and port to the addresses that DNS gives, in the order to try them.

Raises OSError where there is none.
"""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_FORBIDDEN_4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers (RFC 6598)
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and the clouds' metadata services
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Only this block is given out as public (RFC 4291); the exceptions in it follow.
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN_6 = tuple(
    ipaddress.IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments, Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: holds an IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation (RFC 9637)
    )
)
# Their last 32 bits are an IPv4 address: mapped, compatible, translated, and NAT64 (RFC 6052).
_HOLDS_4 = tuple(
    ipaddress.IPv6Network(net) for net in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96")
)
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


class AddressError(Exception):
    """A host that must not, or cannot, be connected to; the text is the reason, a phrase.

    Attributes:
        refused: Whether a rule of ours forbids it; otherwise it just does not work.
    """

    def __init__(self, why: str, *, refused: bool = True) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.refused = refused


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public network.

    IPv4 addresses inside IPv6 ones (mapped, compatible, translated) are judged by what they hold;
    other transition forms (NAT64, 6to4, Teredo) are not public at all.
    """
    try:
        ip: _Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return False
        if any(ip in net for net in _HOLDS_4):
            # What uses these forms hides the address: the public ones among them are refused too
            # unless mapped, which is how some resolvers answer.
            mapped = ip.ipv4_mapped
            return mapped is not None and is_public(str(mapped))
        return ip in _PUBLIC_6 and not any(ip in net for net in _FORBIDDEN_6)
    return not any(ip in net for net in _FORBIDDEN_4)


def literal(host: str) -> str | None:
    """Return the address if the host name is an IP address in its one usual spelling.

    None where it is a name.

    Raises:
        AddressError: It is an address in another spelling (decimal, octal, hexadecimal, short,
            full-width, with a zone): no honest link is written so.
    """
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[]")
    if ":" in plain or "%" in plain:
        try:
            ipv6 = ipaddress.IPv6Address(plain)
        except ValueError as error:
            raise AddressError("not a usable host name") from error
        if ipv6.scope_id or "[" + host.strip("[]") + "]" != f"[{plain}]":
            raise AddressError("an IP address in an unusual spelling")
        return str(ipv6)
    labels = plain.rstrip(".").split(".")
    if not labels[-1]:
        raise AddressError("not a usable host name")
    # A host whose last label is a number is an IPv4 address (WHATWG URL, "ends in a number").
    if not _NUMBER.fullmatch(labels[-1]):
        return None
    try:
        usual = str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise AddressError("an IP address in an unusual spelling") from error
    return usual


async def system_resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver.

    In a daemon thread of its own: the loop's executor would be waited for at the end of the
    program, however long a dead name server takes.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str], error: Exception | None) -> None:
        if found.done():
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def look_up() -> None:
        addresses: list[str] = []
        failure: Exception | None = None
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except (OSError, UnicodeError) as error:
            failure = error
        # The loop may have been closed while the name server was waited for.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, addresses, failure)

    threading.Thread(target=look_up, daemon=True).start()
    return await found


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides what may be connected to.

    A grant is a `host:port` as the address spells it: it opens that host at that port, whatever
    address it has, and nothing else.
    """

    allowed: frozenset[str] = frozenset()
    resolve: Resolve = system_resolve

    def granted(self, url: str) -> bool:
        """Tell whether the address stands at a granted host and port."""
        parts = urlsplit(url)
        return self._grants(parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0))

    def admit(self, url: str) -> None:
        """Pass if the address is one that may be asked, before DNS is.

        Raises:
            AddressError: Its scheme, form, port or literal address forbids it.
        """
        if len(url) > LONGEST_URL:
            raise AddressError("its address is too long")
        try:
            urls.canonical(url)
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError) as error:
            raise AddressError("not a usable http or https address") from error
        host = parts.hostname or ""
        if self._grants(host, port):
            return
        if port not in _PORTS.values():
            raise AddressError(f"port {port} is not allowed (only 80 and 443 are)")
        address = literal(host)
        if address is not None and not is_public(address):
            raise AddressError(f"{address} is not a public address")

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses to connect to, resolved once and every one of them checked.

        Raises:
            AddressError: The name does not resolve, or any of its addresses is not public.
        """
        granted = self._grants(host, port)
        own = None if granted else literal(host)
        try:
            found = [own] if own else list(await self.resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise AddressError("the host name does not resolve", refused=False) from error
        if not found:
            raise AddressError("the host name does not resolve", refused=False)
        if not granted:
            for address in found:
                if not is_public(address):
                    raise AddressError(f"its address {address} is not public")
        return found

    def _grants(self, host: str, port: int) -> bool:
        name = f"[{host}]" if ":" in host else host
        return f"{name.lower()}:{port}" in self.allowed
