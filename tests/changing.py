"""An invented company's site as it was on a day: pages by path, read as a run reads them.

    monday = on(1, {"/": page(...), "/values": page(...)})
    tuesday = on(2, {...}, failed=["/values"])

Both are whole digests, made by the pipeline from bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache

from researcher import page as pages
from researcher import pipeline
from researcher.models import Candidate, Company, Digest, Fetched, Page, SourceRecord
from researcher.vocabulary import Vocabulary

HOME = "https://www.korrin.example"
FIRST = date(2026, 11, 2)
WORDS = Vocabulary()

FRAME = """<!doctype html><html lang="en"><head><title>{title}</title></head><body>
<div id="cookie-banner" class="cookie-consent" role="dialog"><p>{cookies}</p></div>
<header><nav><a href="/">Korrin</a> <a href="/about">About</a> <a href="/values">Values</a>
<a href="/team">Team</a> <a href="/news">News</a></nav></header>
<main>{body}</main><footer><p>© {year} Korrin Ltd. Last updated {stamp}.</p></footer>
</body></html>"""


def page(
    title: str,
    body: str,
    *,
    cookies: str = "We use cookies. Accept all?",
    year: int = 2026,
    stamp: str = "2 November 2026",
) -> str:
    """Return a whole page."""
    return FRAME.format(title=title, body=body, cookies=cookies, year=year, stamp=stamp)


VALUES = (
    ("Repair before replace", "We mend what farms already own before we sell them anything new."),
    ("Say the number", "We put a figure on every promise, and we publish it when we miss it."),
    ("Night shift rules", "Nobody deploys what the night shift has not read and agreed to."),
    ("Borrowed ground", "We leave every field as we found it, because none of them are ours."),
)
TEAM = (
    ("Ines Varga", "Chief Technology Officer"),
    ("Tomas Eklund", "Head of Field Operations"),
    ("Priya Raman", "Data Engineer"),
    ("Colm Doyle", "Managing Director"),
)
NEWS = (
    (
        "2026-10-20",
        "Korrin opens a service depot in Tralee",
        "Korrin has opened a service depot in Tralee, so that repairs in Kerry take one day and "
        "not four. The depot employs nine people.",
    ),
    (
        "2026-09-08",
        "Korrin launches the Heron soil probe",
        "Today we launch Heron, a soil probe that reports moisture every ten minutes for six "
        "years on one battery.",
    ),
)


def home(customers: str = "12,431", **more: object) -> str:
    """Return the start page, with a counter and a carousel of testimonials."""
    quotes = more.pop("carousel", ("Saved us a harvest.", "They answer at night.", "Just works."))
    assert isinstance(quotes, tuple)
    slides = "".join(f'<div class="slide"><blockquote>{q}</blockquote></div>' for q in quotes)
    return page(
        "Korrin: sensors for farms",
        "<h1>Sensors that outlast the tractor</h1><p>Korrin builds soil and weather sensors for "
        f"farms in Ireland and Hungary.</p><p>{customers} customers rely on Korrin.</p>"
        f'<section class="carousel">{slides}</section>',
        **more,  # type: ignore[arg-type]
    )


def values(entries: Iterable[tuple[str, str]] = VALUES, **more: object) -> str:
    """Return the values page."""
    body = "".join(f"<h2>{name}</h2><p>{text}</p>" for name, text in entries)
    return page("Our values | Korrin", f"<h1>Our values</h1>{body}", **more)  # type: ignore[arg-type]


def team(entries: Iterable[tuple[str, str]] = TEAM, **more: object) -> str:
    """Return the team page."""
    body = "".join(
        f'<div class="person"><h3>{name}</h3><p class="role">{role}</p></div>'
        for name, role in entries
    )
    return page("Our team | Korrin", f"<h1>Our team</h1><section>{body}</section>", **more)  # type: ignore[arg-type]


def news(entries: Iterable[tuple[str, str, str]] = NEWS, **more: object) -> str:
    """Return the page of news."""
    body = "".join(
        f'<article><h2>{title}</h2><time datetime="{day}">{day}</time><p>{text}</p></article>'
        for day, title, text in entries
    )
    return page("News | Korrin", f"<h1>News</h1>{body}", **more)  # type: ignore[arg-type]


def site(**changed: str) -> dict[str, str]:
    """Return the whole site; `about=""` takes a page away, `values=…` replaces one."""
    whole = {
        "/": home(),
        "/about": page(
            "About | Korrin",
            "<h1>About Korrin</h1><h2>Our mission</h2><p>Our mission is to keep small farms "
            "productive by making every measurement on them cheap, honest and repairable.</p>"
            "<p>Korrin was founded in 2014 and employs 140 people.</p>",
        ),
        "/values": values(),
        "/team": team(),
        "/news": news(),
    }
    for name, text in changed.items():
        path = "/" if name == "home" else f"/{name}"
        whole[path] = text
    return {path: text for path, text in whole.items() if text}


def on(
    day: int, paths: Mapping[str, str], *, failed: Iterable[str] = (), blocked: Iterable[str] = ()
) -> Digest:
    """Return the digest of the site as it was on a day of the fortnight (1 to 14)."""
    return _on(day, tuple(paths.items()), frozenset(failed), frozenset(blocked))


@cache
def _on(
    day: int, paths: tuple[tuple[str, str], ...], failed: frozenset[str], blocked: frozenset[str]
) -> Digest:
    """Make the digest, once for all tests that look at the same site on the same day."""
    today = FIRST + timedelta(days=day - 1)
    at = datetime(today.year, today.month, today.day, 6, 30, tzinfo=UTC)
    refused = {
        **dict.fromkeys(sorted(failed), "failed"),
        **dict.fromkeys(sorted(blocked), "blocked"),
    }
    read = [
        Page(
            url=HOME + path,
            requested=HOME + path,
            status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=text.encode(),
            fetched_at=at,
        )
        for path, text in paths
        if path not in refused
    ]
    records = [
        SourceRecord(url=p.url, kind="page", status="ok", fetched_at=at, sha256=p.sha256)
        for p in read
    ] + [
        SourceRecord(url=HOME + path, kind="page", status=status, fetched_at=at, note="503")
        for path, status in refused.items()
    ]
    fetched = Fetched(documents=tuple(pages.read(p) for p in read), records=tuple(records), gaps=())
    return pipeline.assemble(
        Company(url=HOME + "/"), fetched, Candidate(), as_of=today, words=WORDS
    )
