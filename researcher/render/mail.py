"""What is mailed of reports: a subject that says the news, text, and HTML made for mail clients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup, escape

from researcher.models import (
    Application,
    Change,
    Coverage,
    Digest,
    Evidence,
    Occasion,
    Question,
    Report,
)
from researcher.render import columns, headlines
from researcher.render.environment import Compiled, environment, mistakes
from researcher.render.escape import plain, safe_url
from researcher.render.layout import spaces, tidy
from researcher.render.text import link, rule
from researcher.render.view import day, filters
from researcher.text import key, shorten

LARGEST = 90_000
"""Bytes of HTML: mail clients cut at about a hundred thousand."""
WIDTH = 74
_LINE = 160

_NAMES = {
    "priorities": "Priorities and challenges",
    "openings": "Open roles",
    "people": "People",
    "projects": "Products and projects",
    "values": "Values",
    "mission": "Mission",
    "facts": "Company",
    "technologies": "Technologies",
    "culture": "Culture",
    "news": "News",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail without its recipient."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much of everything is shown."""

    most: int
    """Entries of one kind for each company."""
    quote: int
    """Characters of one quote; 0 leaves quotes out, their addresses stay."""
    companies: int = 1000


_TEXT = Bounds(most=40, quote=700)
_HTML = (
    Bounds(most=12, quote=420),
    Bounds(most=8, quote=240),
    Bounds(most=6, quote=140),
    Bounds(most=4, quote=0),
    Bounds(most=2, quote=0),
    Bounds(most=1, quote=0, companies=40),
    Bounds(most=1, quote=0, companies=15),
)
_AS_TEXT, _AS_HTML = Compiled(), Compiled()
"""The first whose mail is small enough is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as a mail shows it."""

    question: Question
    fresh: bool
    """Whether it came with the changes that the mail tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is told of one company."""

    occasion: str
    name: str
    url: str
    about: str
    """Role, interviewer and interview, on one line."""
    until: str
    digest: Digest
    groups: tuple[tuple[str, tuple[Change, ...]], ...]
    """The changes by what they are of."""
    questions: tuple[Asked, ...]
    withdrawn: tuple[str, ...]
    unread: tuple[str, ...]
    """What could not be read, a sentence each."""
    thanks: tuple[str, ...]
    """The draft's paragraphs."""


def letter(
    reports: Sequence[Report], *, as_of: date | None = None, own: Path | None = None
) -> Mail:
    """Return one mail for one recipient: any number of companies, each for its own occasion.

    The text holds everything; the HTML stays under `LARGEST` bytes and shows less where it must, in
    which case it says so. A file `mail.html.j2` or `mail.txt.j2` in `own` takes the place of ours.

    Raises:
        ConfigError: A template of the user's folder `own` cannot be used.
        ValueError: There is no report.
    """
    if not reports:
        raise ValueError("a mail needs a report")
    today = as_of or max(report.digest.as_of for report in reports)
    parts = [part(report, today) for report in reports]
    return Mail(
        subject=plain(headlines.subject(reports, today)),
        text=_text(parts, today, own),
        html=_html(parts, today, own),
    )


def brief(digest: Digest, *, coverage: Sequence[Coverage] = (), own: Path | None = None) -> Mail:
    """Return the first mail on a company: its questions and what they rest on."""
    return letter([_report(digest, Occasion.BRIEF, coverage=coverage)], own=own)


def changes_mail(
    entries: Sequence[tuple[Digest, Sequence[Change], Sequence[Coverage]]],
    *,
    own: Path | None = None,
) -> Mail:
    """Return the mail that tells what changed, of one company or several."""
    reports = [_report(d, Occasion.CHANGES, changes=c, coverage=g) for d, c, g in entries]
    return letter(reports, own=own)


def eve(
    digest: Digest,
    changes: Sequence[Change],
    *,
    coverage: Sequence[Coverage] = (),
    own: Path | None = None,
) -> Mail:
    """Return the one page for the evening before: what is new, and the final questions."""
    return letter([_report(digest, Occasion.EVE, changes=changes, coverage=coverage)], own=own)


def thank_you(digest: Digest, *, own: Path | None = None) -> Mail:
    """Return the draft for the day after; what only the candidate knows is left to fill in."""
    return letter([_report(digest, Occasion.THANKS)], own=own)


def part(report: Report, today: date) -> Part:
    """Return what is told of one company."""
    digest = report.digest
    fresh = {key(c.name) for c in report.changes if (c.kind, c.field) == ("new", "questions")}
    interview = headlines.interview_of(report)
    begins = report.application.interview
    show = filters(today)
    role = report.application.role or digest.role
    asked = report.application.interviewer or digest.interviewer
    about = [
        role,
        f"with {asked}" if asked else "",
        f"interview {show['weekday'](interview)}{f', {begins:%H:%M}' if begins else ''}"
        if interview
        else "",
    ]
    return Part(
        occasion=str(report.occasion),
        name=headlines.named(report),
        url=digest.company.url,
        about=str(show["dots"](about)),
        until=headlines.until(report, today),
        digest=digest,
        groups=_groups(report.changes),
        questions=tuple(Asked(question=q, fresh=key(q.text) in fresh) for q in digest.questions),
        withdrawn=tuple(
            c.name for c in report.changes if (c.kind, c.field) == ("removed", "questions")
        ),
        unread=tuple(_unread(report.coverage, digest)),
        thanks=tuple(_thanks(report, role, asked, interview)),
    )


def _report(
    digest: Digest,
    occasion: Occasion,
    *,
    changes: Sequence[Change] = (),
    coverage: Sequence[Coverage] = (),
) -> Report:
    return Report(
        application=Application(url=digest.company.url),
        occasion=occasion,
        digest=digest,
        changes=tuple(changes),
        coverage=tuple(coverage),
    )


def _groups(changes: Sequence[Change]) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        if change.field != "questions":
            found.setdefault(_NAMES.get(change.field, change.field), []).append(change)
    return tuple((name, tuple(group)) for name, group in found.items())


def _unread(coverage: Sequence[Coverage], digest: Digest) -> Iterable[str]:
    """Name what did not answer; what it would have told is unknown, not unchanged."""
    for source in coverage:
        if not source.answered:
            why = f": {source.why}" if source.why else ""
            since = (
                f"; what came after {day(source.cutoff)} is unknown"
                if source.cutoff
                else "; it was never read"
            )
            yield f"{shorten(plain(source.source), _LINE)}{shorten(plain(why), _LINE)}{since}."
    for gap in digest.gaps:
        if gap.failed:
            yield f"{shorten(plain(gap.what), _LINE)}: {shorten(plain(gap.why), _LINE)}."


def _thanks(report: Report, role: str, asked: str, interview: date | None) -> Iterable[str]:
    if report.occasion is not Occasion.THANKS:
        return
    digest = report.digest
    name = plain(asked).split(",")[0] if asked and not asked.islower() else "[name]"
    of_role = f" about the role of {plain(role)}" if role else ""
    yield f"Dear {name},"
    yield f"Thank you for the conversation{of_role} {_when(interview)}."
    topic = next((q.about[0] for q in digest.questions if q.about), "")
    perhaps = f" (perhaps “{shorten(plain(topic), 80)}”)" if topic else ""
    yield (
        f"What you told me about [the point that stayed with you{perhaps}] made me think of "
        "[what you would do, or have done, about it]."
    )
    tie = next((q.tie_in for q in digest.questions if q.tie_in and q.tie_in.evidence), None)
    if tie:
        line = shorten(plain(tie.evidence[0].quote), 160)
        yield f"From my own work: “{line}” [How it would help them.]"
    yield f"I would be glad to work on this with you{' at ' + headlines.named(report)}."
    yield "Kind regards,"
    yield "[your name]"


def _when(interview: date | None) -> str:
    return f"on {interview:%A}" if interview else "[day]"


def _text(parts: Sequence[Part], today: date, own: Path | None) -> str:
    def wrap(text: object, first: str = "", rest: str | None = None) -> Markup:
        return Markup(columns.wrap(plain(text), first, rest, columns=WIDTH))  # noqa: S704

    def head(text: object) -> Markup:
        title = plain(text, WIDTH).upper()
        return Markup(f"{title}\n{'-' * columns.width(title)}")  # noqa: S704

    def line(mark: str = "=") -> Markup:
        return Markup(str(rule(mark))[:WIDTH])  # noqa: S704

    extra: dict[str, Callable[..., object]] = {
        "wrap": wrap,
        "head": head,
        "link": link,
        "rule": line,
        "spaces": spaces,
    }
    made = environment(plain, {**filters(today), **extra, **_common(_TEXT)}, own, _AS_TEXT)
    with mistakes(own):
        template = made.get_template("mail.txt.j2")
        return tidy(template.render(parts=parts, bounds=_TEXT, left_out=0))


def _html(parts: Sequence[Part], today: date, own: Path | None) -> str:
    html = ""
    for bounds in _HTML:
        made = environment(
            lambda value: escape(plain(value)),
            {**filters(today), "safe_url": safe_url, **_common(bounds)},
            own,
            _AS_HTML,
        )
        with mistakes(own):
            html = made.get_template("mail.html.j2").render(
                parts=parts[: bounds.companies],
                bounds=bounds,
                left_out=len(parts[bounds.companies :]),
            )
        if len(html.encode()) < LARGEST:
            break
    return html


def _common(bounds: Bounds) -> dict[str, Callable[..., object]]:
    def quote(evidence: Evidence) -> str:
        return shorten(plain(evidence.quote), bounds.quote) if bounds.quote else ""

    return {"quote": quote, "kind_name": _kind_name}


def _kind_name(change: Change) -> str:
    return {"new": "New", "updated": "Changed", "removed": "Gone"}.get(change.kind, change.kind)
