"""A company that is followed, on a loopback server that changes: what the tests of runs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from researcher import config
from researcher.errors import DeliveryError
from researcher.fetch.seam import Limits
from researcher.models import Application, Message, Report
from researcher.runs import Outcome, Plan, run
from researcher.store import Store, open_store
from tests.server import Answer, Handler, Route, Server

BERLIN = ZoneInfo("Europe/Berlin")
PLAIN = Limits(delay=0, retry_wait=0, retries=0, resource_seconds=5)


def page(title: str, body: str) -> bytes:
    """Return a page of the invented company, its frame included."""
    return (
        f"<!doctype html><html lang=en><head><title>{title} | Saltmarsh Optics</title>"
        '<meta property="og:site_name" content="Saltmarsh Optics"></head><body>'
        '<header><nav><a href="/">Home</a> <a href="/about">About us</a> '
        '<a href="/values">Our values</a> <a href="/team">Team</a> <a href="/news">News</a> '
        '<a href="/products">Products</a></nav></header>'
        f"<main><h1>{title}</h1>{body}</main>"
        "<footer><p>Saltmarsh Optics Ltd</p></footer></body></html>"
    ).encode()


HOME = page(
    "Saltmarsh Optics",
    "<p>Saltmarsh Optics builds lenses that let small telescopes see in the rain.</p>",
)
ABOUT = page(
    "About us",
    "<h2>Our mission</h2><p>Our mission is to put a clear sky within everyone's reach.</p>"
    "<p>Founded in 2011, we are a team of 40 people in Hull.</p>",
)
VALUES = page(
    "Our values",
    "<h3>Patience</h3><p>We polish until it is right, however long that takes.</p>"
    "<h3>Candour</h3><p>We tell a customer what a lens cannot do before they buy it.</p>"
    "<h3>Thrift</h3><p>We repair our machines before we replace any of them.</p>"
    "<h3>Daylight</h3><p>We publish what went wrong in a batch, and what we did about it.</p>",
)
COURAGE = VALUES.replace(
    b"</main>", b"<h3>Courage</h3><p>We try the lens that nobody has ground before.</p></main>"
)
TEAM = page(
    "Team",
    "<h2>Leadership</h2><h3>Maud Ferris</h3><p>Chief Executive Officer</p>"
    "<h3>Ivo Lindgren</h3><p>Head of Engineering</p>",
)
NEWS = page("News", "<p>Nothing to tell yet.</p>")
PRODUCTS = page(
    "Products",
    "<h3>Drizzle One</h3><p>Drizzle One is a lens for telescopes that stand in the rain.</p>",
)


@dataclass
class Site:
    """Pages that answer conditional requests by their bytes, as a static server does."""

    pages: dict[str, bytes] = field(
        default_factory=lambda: {
            "/": HOME,
            "/about": ABOUT,
            "/values": VALUES,
            "/team": TEAM,
            "/news": NEWS,
            "/products": PRODUCTS,
        }
    )
    status: dict[str, int] = field(default_factory=dict)
    robots: str = "User-agent: *\nAllow: /\n"
    validators: bool = True

    def routes(self, *later: str) -> dict[str, Route]:
        """Return routes that look the pages up at each request, `later` ones too."""
        return dict.fromkeys((*self.pages, *later, "/robots.txt"), self._answer)

    def _answer(self, handler: Handler) -> None:
        handler.close_connection = False
        path = handler.path
        if path in self.status or "*" in self.status:
            status = self.status.get(path) or self.status["*"]
            handler.give(Answer(status=status, body=b"not now"))
            return
        if path == "/robots.txt":
            handler.give(Answer(headers={"Content-Type": "text/plain"}, body=self.robots.encode()))
            return
        body = self.pages.get(path)
        if body is None:
            handler.give(Answer(status=404, body=b"nothing here"))
            return
        tag = f'"{hash(body):x}"'
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if self.validators:
            headers["ETag"] = tag
            if handler.headers.get("If-None-Match") == tag:
                handler.give(Answer(status=304, headers=headers))
                return
        handler.give(Answer(headers=headers, body=body))


@dataclass
class Postman:
    """A channel that keeps what it was given, or refuses it."""

    got: list[Message] = field(default_factory=list)
    fails: list[DeliveryError] = field(default_factory=list)

    def __call__(self, message: Message) -> None:
        """Take the message."""
        if self.fails:
            raise self.fails.pop(0)
        self.got.append(message)


def write(reports: Sequence[Report], *, to: str, key: str, now: datetime) -> Message:
    """Return a message that says in its subject what it tells of."""
    told = [
        f"{r.occasion}: " + "; ".join(f"{c.kind} {c.field} {c.name}" for c in r.changes)
        for r in reports
    ]
    gaps = [f"{c.source} {c.why}" for r in reports for c in r.coverage]
    return Message(
        key=key,
        channel="mail",
        to=to,
        subject=" | ".join(told),
        text="\n".join(gaps),
        created_at=now,
    )


@dataclass
class Follower:
    """A candidate who follows one company over simulated days."""

    folder: Path
    server: Server
    postman: Postman = field(default_factory=Postman)
    settings: config.Settings = field(default_factory=lambda: config.Settings(limits=PLAIN))
    url: str = ""

    def __post_init__(self) -> None:
        """Grant the server."""
        self.settings = replace(self.settings, allowed=frozenset({self.server.grant}))

    def store(self) -> Store:
        """Return the store, open."""
        return open_store(self.folder, self.url)

    def add(
        self, *, interview: datetime | None = None, role: str = "", to: str = "me@example.org"
    ) -> Application:
        """Follow the server's site."""
        with self.store() as store:
            return store.applications.add(
                Application(url=self.server.url("/"), interview=interview, role=role, to=to),
                now=datetime(2026, 3, 1, tzinfo=UTC),
            )

    def run(self, day: date | datetime, **how: object) -> Outcome:
        """Run on a day, at six in the morning unless it tells the time."""
        now = (
            day
            if isinstance(day, datetime)
            else datetime(day.year, day.month, day.day, 6, tzinfo=BERLIN)
        )
        plan = Plan(now=now, zone=BERLIN, recipient="me@example.org")
        with self.store() as store, store.lock():
            return run(
                store,
                self.settings,
                replace(plan, **how),  # type: ignore[arg-type]
                write=write,
                deliver=self.postman,
            )

    @property
    def subjects(self) -> list[str]:
        """The subjects of what came."""
        return [message.subject for message in self.postman.got]
