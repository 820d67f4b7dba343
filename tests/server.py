"""A real HTTP server on loopback, for tests of everything that fetches.

    with Server({"/": html("<h1>Hello</h1>"), "/old": redirect("/")}) as server:
        server.url("/")     # http://127.0.0.1:PORT/
        server.grant        # 127.0.0.1:PORT, what --allow-private-host takes
        server.seen         # the paths that were asked for, in order

A route is an `Answer`, a list of answers (given one after the other, the last for ever), or a
callable that gets the request and writes to its socket itself.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

# 2026-03-01T12:00Z
_ANSWERED = 1_772_366_400.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a route answers; the length is added unless the headers name one."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Handler(BaseHTTPRequestHandler):
    """Looks the path up in the server's routes; 404 where there is none."""

    server: _Threads
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer."""
        owner = self.server.owner
        owner.seen.append(self.path)
        owner.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        route = owner.routes.get(self.path)
        if callable(route):
            self.close_connection = True
            route(self)
            return
        if isinstance(route, Sequence):
            nth = min(owner.seen.count(self.path), len(route)) - 1
            route = route[nth]
        self.give(route or Answer(status=404, body=b"nothing here"))

    def give(self, answer: Answer) -> None:
        """Send a whole answer."""
        self.send_response(answer.status)
        names = {name.lower() for name in answer.headers}
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if not names & {"content-length", "transfer-encoding"} and answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return one time for every answer: equal answers stay equal when a second passes."""
        return super().date_time_string(_ANSWERED if timestamp is None else timestamp)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


Route = Answer | Sequence[Answer] | Callable[[Handler], object]


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    # Joining would wait for handlers that drip on purpose.
    block_on_close = False
    owner: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many tests are about."""


class Running:
    """A server in a thread of its own, from `with` to the end of the block."""

    over: threading.Event
    """Set at the end, so that what still waits may go on."""
    _server: ThreadingHTTPServer
    _thread: threading.Thread

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Server(Running):
    """Serves `routes` on a free port of 127.0.0.1 while the `with` block runs."""

    def __init__(
        self, routes: Mapping[str, Route] | None = None, *, tls: ssl.SSLContext | None = None
    ) -> None:
        """Take the port; `routes` may still be changed while it runs."""
        self.routes: dict[str, Route] = dict(routes or {})
        self.seen: list[str] = []
        self.requests: list[tuple[str, dict[str, str]]] = []
        """Path and headers (names in lower case) of each request."""
        self.over = threading.Event()
        """Set when the server stops: what handlers that dawdle wait for."""
        server = _Threads(("127.0.0.1", 0), Handler)
        server.owner = self
        self._server = server
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def port(self) -> int:
        """The port."""
        return int(self._server.server_address[1])

    @property
    def grant(self) -> str:
        """The server's `host:port`."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        """Return the address of a path."""
        return f"http://{self.grant}{path}"


def html(body: str, **headers: str) -> Answer:
    """Return a page; header names are given with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(headers={"Content-Type": "text/html; charset=utf-8", **named}, body=body.encode())


def text(body: str, status: int = 200) -> Answer:
    """Return plain text."""
    return Answer(status=status, headers={"Content-Type": "text/plain"}, body=body.encode())


def redirect(to: str, status: int = 301) -> Answer:
    """Return a redirect."""
    return Answer(status=status, headers={"Location": to})
