"""Connections to checked addresses only: httpcore's network backend behind the address guard."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from researcher.fetch.guard import Guard
from researcher.fetch.seam import Limits

_TRIES = 3
_IDLE = 15.0


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a host once, checks every address, and connects to one that was checked.

    httpx keeps the host name for the Host header, for SNI and for the certificate.
    """

    def __init__(self, guard: Guard) -> None:
        """Connect to what the guard lets pass."""
        self._guard = guard
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first of the host's addresses that answers.

        Raises:
            AddressError: The guard forbids it.
            httpcore.ConnectError: None answers.
        """
        found = (await self._guard.addresses(host, port))[:_TRIES]
        for address in found[:-1]:
            try:
                return await self._backend.connect_tcp(
                    address, port, (timeout or 0) / len(found) or None, None, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(found[-1], port, timeout, None, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no address of the web is a local socket."""
        raise httpcore.ConnectError("local sockets are not connected to")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._backend.sleep(seconds)


def client(guard: Guard, limits: Limits, context: ssl.SSLContext) -> httpx.AsyncClient:
    """Return a client for one host: no redirects, no cookies, nothing from the environment.

    One small client per host, because a shared pool looks through all its connections on every
    request.
    """
    transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False)
    # httpx has no public way to name a network backend; httpcore has.
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=context,
        max_connections=2,
        max_keepalive_connections=1,
        keepalive_expiry=_IDLE,
        network_backend=GuardedBackend(guard),
    )
    return httpx.AsyncClient(
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        # Only the connection has a timeout here: httpx's others are per read, so that a server
        # that drips never trips them. The fetcher holds one deadline over everything.
        timeout=httpx.Timeout(None, connect=limits.connect_seconds),
    )
