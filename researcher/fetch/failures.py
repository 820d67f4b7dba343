"""What goes wrong on the network, as FetchErrors with a reason for people."""

from __future__ import annotations

import asyncio
import errno
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx

from researcher.errors import FetchError
from researcher.fetch.content import ContentError
from researcher.fetch.guard import AddressError
from researcher.fetch.seam import TIME_OVER, HostError, Limits
from researcher.models import Page, Request


class BrokenError(FetchError):
    """No whole answer came: it took too long, or the connection broke."""


class Again(Exception):
    """The request may be sent again; what came of it stands if it is not."""

    def __init__(self, came: Page | FetchError, *, waits: bool = False) -> None:
        """Keep what came; with `waits` the host said when, so that no other wait is due."""
        super().__init__()
        self.came = came
        self.waits = waits


@contextmanager
def deadline(url: str, limits: Limits) -> Iterator[None]:
    """Tell of a resource that took too long.

    Raises:
        BrokenError: Time was up.
    """
    try:
        yield
    except TimeoutError as error:
        raise BrokenError(url, f"timed out after {limits.resource_seconds:g} s") from error


@asynccontextmanager
async def own_time(request: Request) -> AsyncIterator[None]:
    """Keep the seconds that a request brings, waiting for its host's turn included.

    Raises:
        FetchError: They were over.
    """
    try:
        async with asyncio.timeout(request.seconds or None):
            yield
    except TimeoutError as error:
        raise FetchError(request.url, TIME_OVER) from error


@contextmanager
def translated(url: str, limits: Limits, *, answered: bool) -> Iterator[None]:
    """Turn every error of the libraries below into a FetchError.

    A TimeoutError passes: it belongs to the deadline over everything, told by whoever set it.

    Raises:
        FetchError: Something went wrong; `HostError` where it holds for the whole host.
        Again: Something went wrong before an answer came (`answered`), and may go right next time.
    """
    try:
        yield
    except ContentError as error:
        raise FetchError(url, str(error)) from error
    except AddressError as error:
        raise HostError(url, str(error), refused=error.refused) from error
    except httpx.ConnectTimeout as error:
        why = f"no connection within {limits.connect_seconds:g} s"
        raise Again(HostError(url, why)) from error
    except httpx.ConnectError as error:
        raise _connection(url, error) from error
    except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
        raise _broken(url, error, answered=answered) from error
    except TimeoutError:
        raise
    except httpx.InvalidURL as error:
        # Of a redirect: what is asked for has passed the guard.
        raise FetchError(url, "leads to an unusable address", refused=True) from error
    except (httpx.HTTPError, httpx.StreamError, OSError, UnicodeError) as error:
        raise FetchError(url, f"could not be fetched ({type(error).__name__})") from error


def _broken(url: str, error: httpx.TransportError, *, answered: bool) -> Exception:
    if answered:
        return BrokenError(url, "the answer broke off")
    if isinstance(error, httpx.NetworkError) or "disconnected" in str(error):
        return Again(BrokenError(url, "the connection was closed without an answer"))
    return BrokenError(url, "its answer is not proper HTTP")


def _connection(url: str, error: BaseException) -> Exception:
    """Return what a failed connection means, by the error at the bottom of the chain."""
    cause: BaseException | None = error
    for _ in range(8):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return HostError(url, f"its certificate is not valid ({cause.verify_message})")
        if isinstance(cause, ssl.SSLError):
            return HostError(url, "no secure connection could be made")
        if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
            return HostError(url, "the connection was refused")
        if isinstance(cause, OSError) and cause.errno == errno.ECONNRESET:
            return Again(HostError(url, "the connection was reset"))
        cause = cause and (cause.__cause__ or cause.__context__)
    return HostError(url, "the host cannot be reached")
