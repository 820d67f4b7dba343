"""A real SMTP server on loopback (aiosmtpd), as kind or as hostile as a test wants it.

    with Smtp() as server:
        ... server.port, server.received ...

`answers` gives the reply to a command by its place: {"RCPT": ["451 4.7.1 later", ""]} refuses the
first recipient for now; an empty string means the server's own answer.
"""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from asyncio import Event as AsyncEvent
from asyncio import wait_for
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True, kw_only=True)
class Received:
    """One mail that the server took."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    protected: bool
    login: str

    @property
    def mail(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Handler:
    """Answers as told and keeps what it took."""

    answers: dict[str, list[str]]
    received: list[Received] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    silent: str = ""
    released: AsyncEvent = field(default_factory=AsyncEvent)

    async def _reply(self, command: str) -> str:
        self.seen.append(command)
        if self.silent == command:
            # Nothing comes before the test ends: the client's own patience must end it.
            await wait_for(self.released.wait(), 30)
        queue = self.answers.get(command)
        return queue.pop(0) if queue else ""

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        """Greet."""
        session.host_name = name
        await self._reply("EHLO")
        return lines

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, unless told otherwise."""
        if told := await self._reply("MAIL"):
            return told
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, unless told otherwise."""
        if told := await self._reply("RCPT"):
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the mail, unless told otherwise."""
        if told := await self._reply("DATA"):
            return told
        assert isinstance(envelope.content, bytes)
        login = session.auth_data
        self.received.append(
            Received(
                sender=envelope.mail_from or "",
                recipients=tuple(map(str, envelope.rcpt_tos)),
                content=envelope.content,
                protected=bool(server.transport and server.transport.get_extra_info("ssl_object")),
                login=login.decode() if isinstance(login, bytes) else "",
            )
        )
        return "250 OK"


class _Counted(SMTP):
    """A server that tells when its last connection is gone."""

    open: ClassVar[set[tuple[int, int]]] = set()
    calm = threading.Condition()

    def connection_made(self, transport: Any) -> None:
        with self.calm:
            # Called again when STARTTLS has protected it.
            self.open.add((id(self.event_handler), id(self)))
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        with self.calm:
            self.open.discard((id(self.event_handler), id(self)))
            self.calm.notify_all()


class _Whole(Controller):
    """A controller whose server says how it was asked to be protected."""

    def __init__(
        self, handler: Handler, port: int, context: ssl.SSLContext | None, more: Mapping[str, Any]
    ) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=port, ssl_context=context)
        self._more = dict(more)

    def factory(self) -> SMTP:
        return _Counted(self.handler, hostname="mail.example", **self._more)

    def _trigger_server(self) -> None:
        # Its own way would greet a server whose certificate nobody vouches for as a server.
        with socket.create_connection(("127.0.0.1", self.port), 2) as plain:
            if self.ssl_context is None:
                plain.recv(1024)
                return
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            with context.wrap_socket(plain) as protected:
                protected.recv(1024)


class Smtp:
    """The server, from entering to leaving."""

    def __init__(
        self,
        *,
        security: str = "none",
        certificate: tuple[Path, Path] | None = None,
        login: tuple[str, str] | None = None,
        answers: Mapping[str, Sequence[str]] | None = None,
        silent: str = "",
    ) -> None:
        """Prepare it; `certificate` is a chain and its key."""
        self.handler = Handler({k: list(v) for k, v in (answers or {}).items()}, silent=silent)
        self.tried: list[tuple[str, str]] = []
        more: dict[str, Any] = {}
        context = None
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*map(str, certificate))
        if security == "starttls":
            more |= {"tls_context": context, "require_starttls": True}
        if login is not None:
            more |= {
                "authenticator": self._authenticator(login),
                "auth_require_tls": security == "starttls",
                "auth_required": security == "starttls",
            }
        self.port = _free_port()
        implicit = context if security == "tls" else None
        self._controller = _Whole(self.handler, self.port, implicit, more)

    @property
    def received(self) -> list[Received]:
        """The mails that it took."""
        return self.handler.received

    def __enter__(self) -> Self:
        """Start listening."""
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, once the last connection is gone."""
        self._controller.loop.call_soon_threadsafe(self.handler.released.set)
        with _Counted.calm:
            mine = id(self.handler)
            _Counted.calm.wait_for(lambda: all(h != mine for h, _ in _Counted.open), 3)
        self._controller.stop(no_assert=True)

    def _authenticator(self, login: tuple[str, str]) -> object:
        def check(
            server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
        ) -> AuthResult:
            assert isinstance(given, LoginPassword)
            pair = given.login.decode(), given.password.decode()
            self.tried.append(pair)
            if pair != login:
                # The worst server: it repeats the password in its answer.
                return AuthResult(
                    success=False, handled=False, message=f"535 5.7.8 no such login: {pair[1]}"
                )
            return AuthResult(success=True, auth_data=given.login)

        return check


class Dripping:
    """Speaks SMTP one byte at a time and never ends its greeting."""

    def __init__(self) -> None:
        """Listen on a free port."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        try:
            connection, _ = self._listener.accept()
            with connection:
                while not self._end.wait(0.02):
                    connection.sendall(b"2")
        except OSError:
            return

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
        self._end.set()
        self._listener.close()
        self._thread.join(5)


def authority(folder: Path, openssl: str, *, name: str = "localhost") -> tuple[Path, Path, Path]:
    """Make an authority and a certificate for `name`; return the authority, the chain, the key."""

    def run(*arguments: str) -> None:
        subprocess.run([openssl, *arguments], check=True, capture_output=True, cwd=folder)

    run(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3", "-subj", "/CN=Test CA"),
        *("-addext", "keyUsage=critical,keyCertSign", "-keyout", "ca.key", "-out", "ca.pem"),
    )
    run(
        *("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}"),
        *("-keyout", "host.key", "-out", "host.csr"),
    )
    (folder / "host.ext").write_text(f"subjectAltName=DNS:{name}\n")
    run(
        *("x509", "-req", "-in", "host.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "3"),
        *("-CAcreateserial", "-extfile", "host.ext", "-out", "host.pem"),
    )
    return folder / "ca.pem", folder / "host.pem", folder / "host.key"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
