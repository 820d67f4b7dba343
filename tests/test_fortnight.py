"""Fourteen days of a site that changes: the mails are those that a person would want, and no other.

A real server on loopback, a real store, the shipped mails, a real SMTP server. The days are passed
in; nothing waits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from researcher.deliver import MailSettings, Ways, deliver
from researcher.runs import Plan, run
from researcher.runs.writing import writer
from tests.following import BERLIN, HOME, NEWS, TEAM, VALUES, Follower, Site, page
from tests.server import Server
from tests.smtp import Smtp

FIRST = date(2026, 3, 2)
MEETING = datetime(2026, 3, 15, 10, tzinfo=BERLIN)
"""On the fourteenth day: the last stretch begins on the seventh."""

LAUNCH = (
    '<article><h2><a href="/news/drizzle-two">Saltmarsh Optics launches Drizzle Two</a></h2>'
    '<time datetime="2026-03-09">9 March 2026</time>'
    "<p>Saltmarsh Optics has launched Drizzle Two, a lens that clears itself of rain.</p></article>"
)
STORY = page(
    "Saltmarsh Optics launches Drizzle Two",
    '<time datetime="2026-03-09">9 March 2026</time>'
    "<p>Saltmarsh Optics today launched Drizzle Two, a lens that clears itself of rain while a "
    "telescope follows a star.</p><p>The lens is ground in Hull and ships to the first forty "
    "observatories in April. It replaces the wiper of Drizzle One.</p>",
)
CAROUSEL = [
    "<li>Seen in the rain by the harbour watch.</li>",
    "<li>Used by eleven schools on the coast.</li>",
    "<li>Ground and polished by hand in Hull.</li>",
]


def home(order: tuple[int, ...], year: str = "2026") -> bytes:
    """Return the start page with its carousel in some order."""
    slides = "".join(CAROUSEL[n] for n in order)
    return HOME.replace(b"</main>", f"<ul>{slides}</ul></main>".encode()).replace(
        b"Optics Ltd", f"Optics Ltd {year}".encode()
    )


def days(site: Site) -> dict[int, Callable[[], object]]:
    """Return what happens to the site, by the day on which it does."""
    reworded = VALUES.replace(b"We polish until it is right", b"We polish till it's right")
    two = reworded.replace(
        b"<h3>Thrift</h3><p>We repair our machines before we replace any of them.</p>", b""
    )
    hired = TEAM.replace(
        b"</main>", b"<h3>Perpetua Oyelaran</h3><p>Chief Financial Officer</p></main>"
    )
    products = site.pages["/products"]
    return {
        2: lambda: site.pages.update({"/": home((2, 0, 1))}),
        3: lambda: site.pages.update({"/values": reworded}),
        8: lambda: site.pages.update(
            {
                "/news": NEWS.replace(b"<p>Nothing to tell yet.</p>", LAUNCH.encode()),
                "/news/drizzle-two": STORY,
            }
        ),
        9: lambda: site.pages.update({"/team": hired}),
        10: lambda: (site.pages.pop("/products"), site.pages.update({"/": home((1, 2, 0))})),
        11: lambda: site.status.update({"*": 503}),
        12: lambda: (
            site.status.pop("*"),
            site.pages.update({"/values": two, "/products": products}),
        ),
        13: lambda: setattr(site, "robots", "User-agent: *\nDisallow: /team\n"),
    }


@pytest.fixture
def site() -> Site:
    """Return the site of the first day."""
    return Site(pages={**Site().pages, "/": home((0, 1, 2))})


def test_a_fortnight(site: Site, tmp_path: Path) -> None:
    """The brief, a launch, a new hire, the eve with the removed value, and the thank-you.

    No mail of the reordered carousel, the reworded page, the page that vanished for two days, the
    day on which nothing answered (cron tells of it), nor of the robots.txt.
    """
    changes = days(site)
    told: dict[int, str] = {}
    failed: dict[int, bool] = {}
    with Server(site.routes("/news/drizzle-two")) as server, Smtp() as post:
        me = Follower(tmp_path, server)
        me.add(interview=MEETING, role="Optical engineer")
        settings = replace(
            me.settings,
            mail=MailSettings(
                host="127.0.0.1", port=post.port, security="none", sender="me@example.org"
            ),
        )
        for n in range(17):
            changes.get(n, lambda: None)()
            day = FIRST + timedelta(days=n)
            now = datetime(day.year, day.month, day.day, 6, tzinfo=BERLIN)
            with me.store() as store, store.lock():
                outcome = run(
                    store,
                    settings,
                    Plan(now=now, zone=BERLIN),
                    write=writer(settings),
                    deliver=lambda message: deliver(message, Ways(mail=settings.mail)),
                )
            if outcome.failures:
                failed[n] = outcome.all_failed
            for received in post.received[len(told) :]:
                told[n] = str(received.mail["Subject"])
        mails = [received.mail for received in post.received]
        keys = {str(mail["Message-ID"]) for mail in mails}
    assert len(keys) == len(mails)
    assert failed == {11: True}
    assert list(told) == [0, 8, 9, 12, 14]
    assert told[0].startswith("Saltmarsh Optics: your brief")
    assert "launches Drizzle Two" in told[8]
    assert told[9] == "Saltmarsh Optics: new person: Perpetua Oyelaran — interview in 4 days"
    assert "final questions" in told[12]
    assert "thank-you" in told[14]
    texts = [body.get_content() for mail in mails if (body := mail.get_body(("plain",)))]
    assert "Thrift" in texts[3]
    assert "Drizzle Two" in texts[3]
    assert not any("harbour watch" in text for text in texts[1:])
