"""What the templates are given beside the digest: order, parts, and dates in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from researcher.models import Digest, Evidence, Finding, Kind, PartialDate, Question
from researcher.render.escape import plain
from researcher.render.outside import Team, Theme, teams, year
from researcher.render.sets import Set, sets
from researcher.text import key, shorten

RECENT = timedelta(days=90)
"""What happened within this span before the digest's today is timely; all else is background."""

MOST = 12
"""Findings of one kind that stand in sight; the others are folded away or counted."""

_OWN = ("company", "inference")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LAST_SENTENCE = re.compile(r"(?<=[.!?…:;])[\"”’)]?\s+(?=[\"“‘(]?[A-ZÀ-ÞА-Я\"“])")
_TITLES = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Inc|Ltd|Co|Corp|vs|No|approx|e\.g|i\.e)\.$")

_TOP, _LEAST = 5, 3
"""Questions of the top page, at most and at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How much happened in one month, for the strip of bars above the timeline."""

    label: str
    priorities: int
    challenges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A question as it is said: what leads to it, and the question itself."""

    lead_in: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The digest's parts in the order in which a candidate reads them."""

    one: Question | None
    then: tuple[Question, ...]
    """The next four, to be asked in this order."""
    spares: tuple[Question, ...]
    timing: str
    """How many to ask in the minutes there are."""
    timeline: tuple[Finding, ...]
    """The weightiest priorities and challenges, newest first, undated ones last."""
    minor: tuple[Finding, ...]
    """The others, in the same order."""
    months: tuple[Month, ...]
    """The twelve months up to the digest's today; empty where less than three events are dated."""
    pages: tuple[tuple[str, str], ...]
    """The key pages that were found: what they are, and their address."""
    contents: tuple[tuple[str, str], ...]
    """The parts below the questions that are not empty: anchor and title."""
    teams: tuple[Team, ...]
    """Open roles by team, most first."""
    year: tuple[Theme, ...]
    """The last twelve months by theme; empty where only one place tells of them."""
    own_facts: tuple[Finding, ...]
    others_facts: tuple[Finding, ...]
    """What registers, the press and saved pages state."""
    sets: tuple[Set, ...]
    """The questions for each audience, the interviewer's own first."""
    tied: bool
    """Whether the candidate's own lines were there to tie questions to."""
    untied: tuple[int, ...]
    """The numbers of the questions that nothing of the CV or the posting touches, told once."""
    untold: tuple[Finding, ...]
    """The news that does not stand among the timeline's events already."""


def view(digest: Digest) -> View:
    """Return the parts of a digest."""
    questions = digest.questions
    top = _top(digest)
    named = (
        ("About", digest.key_pages.about),
        ("Values", digest.key_pages.values),
        ("Careers", digest.key_pages.careers),
        ("Products", digest.key_pages.products),
        ("News", digest.key_pages.news),
        ("Team", digest.key_pages.team),
    )
    return View(
        one=questions[0] if questions else None,
        then=questions[1:top],
        spares=questions[top:],
        timing=(
            f"Five minutes: ask 1–3. Ten: all {top}." if top > 3 else "All fit into five minutes."
        ),
        timeline=_newest_first(digest.priorities[:MOST]),
        minor=_newest_first(digest.priorities[MOST:]),
        months=_months(digest.priorities, digest.as_of),
        pages=tuple((name, url) for name, url in named if url),
        contents=_contents(digest),
        teams=teams(digest),
        year=year(digest),
        own_facts=tuple(f for f in digest.facts if f.standing in _OWN),
        others_facts=tuple(f for f in digest.facts if f.standing not in _OWN),
        sets=sets(digest),
        tied=digest.has_cv or any(q.tie_in and q.tie_in.evidence for q in questions),
        untied=tuple(n for n, q in enumerate(questions, 1) if q.tie_in is None),
        untold=_untold(digest),
    )


def filters(as_of: date) -> dict[str, Callable[..., object]]:
    """Return the filters that every format has; those that need a today are bound to `as_of`."""
    return {
        "day": day,
        "weekday": weekday,
        "age": lambda value: age(value, as_of),
        "recent": lambda value: recent(value, as_of),
        "timely": lambda question: timely(question, as_of),
        "newest": newest,
        "dated": lambda value: dated(value, as_of),
        "when": lambda question: when(question, as_of),
        "date_of": date_of,
        "spoken": spoken,
        "learn": learn,
        "repeats": lambda evidence, said: repeats(evidence.quote, said),
        "address": address,
        "speaker": speaker,
        "says": says,
        "telling": telling,
        "once": once,
        "heading": heading,
        "dots": dots,
    }


def date_of(finding: Finding) -> PartialDate | None:
    """Return the finding's date, else the newest event date of its evidence."""
    dates = [e.date for e in finding.evidence if e.date]
    return finding.date or (max(dates) if dates else None)


def day(value: PartialDate | date | None) -> str:
    """Return "3 Nov 2026", "Nov 2026" or "2026", as much as is known; else "undated"."""
    if value is None:
        return "undated"
    parts = str(value.day) if value.day else "", _MONTHS[value.month - 1] if value.month else ""
    return " ".join(part for part in (*parts, str(value.year)) if part)


def weekday(value: date) -> str:
    """Return "Thu 26 Nov 2026"."""
    return f"{_WEEKDAYS[value.weekday()]} {day(value)}"


def age(value: PartialDate | date | None, as_of: date) -> str:
    """Return how long before (or after) the digest's today it was, as exactly as is known."""
    if value is None:
        return ""
    if not value.month:
        return _ago(as_of.year - value.year, "year")
    months = (as_of.year - value.year) * 12 + as_of.month - value.month
    if not value.day:
        return _ago(months, "month") if abs(months) < 24 else _ago(_parts(months, 12), "year")
    days = (as_of - date(value.year, value.month, value.day)).days
    # Counted in days as long as it is news: "2 months" beside "72 days" would look like two ages.
    if abs(days) <= RECENT.days:
        return _ago(days, "day")
    if abs(days) < 730:
        return _ago(_parts(days, 30.44), "month")
    return _ago(_parts(days, 365.25), "year")


def recent(value: PartialDate | None, as_of: date) -> bool:
    """Tell whether it surely lies within 90 days before today: where only the year is known, no."""
    return value is not None and bool(value.month) and value.first >= as_of - RECENT


def timely(question: Question, as_of: date) -> bool:
    """Tell whether a question rests on something that is still news."""
    return not question.background and any(recent(e.date, as_of) for e in question.evidence)


def newest(question: Question) -> PartialDate | None:
    """Return the date of the newest event that a question rests on."""
    return max((e.date for e in question.evidence if e.date), default=None)


def dated(value: PartialDate | None, as_of: date) -> str:
    """Return "3 Nov 2026, 20 days ago", or the date marked as background."""
    if recent(value, as_of):
        return f"{day(value)}, {age(value, as_of)}"
    return f"background, {day(value)}"


def when(question: Question, as_of: date) -> str:
    """Return the same for a question, by the newest event that it rests on."""
    last = newest(question)
    return dated(last, as_of) if timely(question, as_of) else f"background, {day(last)}"


def spoken(text: str) -> Spoken:
    """Return the last sentence, which asks, apart from what leads to it."""
    text = plain(text)
    asked = 0
    for cut in _LAST_SENTENCE.finditer(text):
        if not _TITLES.search(text[: cut.start()]):
            asked = cut.end()
    return Spoken(lead_in=text[:asked].strip(), asked=text[asked:])


def learn(question: Question) -> str:
    """Return what the answer tells; the whole reason where it was written in one piece."""
    return question.learn or question.why


def address(url: str, limit: int = 56) -> str:
    """Return an address as a reader knows it: host and path, shortened in the middle."""
    text = plain(url, 4000)
    try:
        parts = urlsplit(text)
        name = (parts.hostname or "").removeprefix("www.") + (
            f":{parts.port}" if parts.port else ""
        )
    except ValueError:
        return shorten(text, limit)
    if not name:
        return shorten(text.removeprefix("mailto:"), limit)
    tail = plain(unquote(parts.path.rstrip("/")), 4000) + ("?…" if parts.query else "")
    whole = name + tail
    if len(whole) <= limit:
        return whole
    # The end of a path tells more than its middle.
    return f"{name[: limit - 12]}/…{whole[-max(10, limit - len(name) - 2) :]}"


def speaker(evidence: Evidence) -> str:
    """Return who says it, where that is not the company itself."""
    if evidence.source in ("news", "profile"):
        told = {"company": "", "candidate's copy": "a page that you saved"}
        return told.get(evidence.standing, "third party")
    if evidence.source != "candidate":
        return ""
    return "the posting" if evidence.standing == "posting" else "your own words"


def repeats(quote: str, said: str) -> bool:
    """Tell whether the quote stands in what is said beside it anyway."""
    return f" {key(quote)} " in f" {key(said)} "


def says(evidence: Evidence, name: str) -> bool:
    """Tell whether the quote says more than the name that stands above it."""
    return key(evidence.quote) != key(name)


def telling(evidence: Sequence[Evidence], name: str) -> tuple[Evidence, ...]:
    """Return the evidence, what says more than the name first.

    A quote that only repeats the name is left out where its page is quoted anyway.
    """
    more = [e for e in evidence if says(e, name)]
    seen = {e.url for e in more}
    bare = []
    for e in evidence:
        if not says(e, name) and e.url not in seen:
            seen.add(e.url)
            bare.append(e)
    return (*more, *bare)


def once(evidence: Sequence[Evidence], name: str) -> tuple[Evidence, ...]:
    """Return the evidence without what another quote of its page says, too.

    Of a sentence with and without its heading, the one with it is left out where the heading is
    the name that stands above anyway.
    """
    kept: list[Evidence] = []
    for one in evidence:
        same = next((e for e in kept if e.url == one.url and _overlap(e, one)), None)
        if same is None:
            kept.append(one)
            continue
        shorter, longer = sorted((same, one), key=lambda e: len(e.quote))
        titled = key(longer.quote) == key(f"{name} {shorter.quote}")
        if titled and not (longer.date and not shorter.date):
            kept[kept.index(same)] = shorter
        else:
            kept[kept.index(same)] = longer
    return tuple(kept)


def _overlap(one: Evidence, other: Evidence) -> bool:
    first, second = f" {key(one.quote)} ", f" {key(other.quote)} "
    return first in second or second in first


def heading(finding: Finding) -> str:
    """Return what stands above the quote: the name, shortened where it is a whole passage.

    Of culture, the topic where the name is but the beginning of its quote.
    """
    name = plain(finding.name)
    if finding.kind is Kind.CULTURE and finding.detail and len(name) > 30:
        topic = plain(finding.detail)
        if key(finding.evidence[0].quote).startswith(key(name)):
            return topic[:1].upper() + topic[1:]
    return shorten(name, 140)


def dots(parts: Iterable[object]) -> str:
    """Return the non-empty parts on one line."""
    return " · ".join(text for text in (plain(part) for part in parts) if text)


def _top(digest: Digest) -> int:
    """Return how many questions stand on the top page: at most five, all for this listener."""
    asked = digest.questions[:_TOP]
    mine = [q for q in asked if not digest.audience or digest.audience in q.audience]
    return len(mine) if len(mine) >= _LEAST else len(asked)


def _contents(digest: Digest) -> tuple[tuple[str, str], ...]:
    named = (
        ("preparation", "They may ask", digest.preparation),
        ("rapport", "Common ground", digest.rapport or digest.avoid),
        ("insiders", "Insiders", digest.insiders or digest.notes),
        ("answered", "Don't ask", digest.answered),
        ("closing", "Last words", digest.closing),
        ("company", "Company", digest.mission or digest.description or digest.facts),
        ("now", "Priorities", digest.priorities),
        ("openings", "Open roles", digest.openings),
        ("year", "The year", year(digest)),
        ("projects", "Products", digest.projects),
        ("values", "Values", digest.values),
        ("people", "People", digest.people),
        ("technologies", "Technologies", digest.technologies),
        ("culture", "Culture", digest.culture),
        ("news", "News", digest.news),
        ("missing", "What is missing", digest.gaps),
        ("sources", "Sources", digest.sources),
    )
    return tuple((anchor, title) for anchor, title, present in named if present)


def _ago(count: int, unit: str) -> str:
    if count == 0:
        return "today" if unit == "day" else f"this {unit}"
    many = f"{abs(count)} {unit}{'s' if abs(count) != 1 else ''}"
    return f"{many} ago" if count > 0 else f"in {many}"


def _parts(count: int, size: float) -> int:
    """Return the whole parts, towards zero: what is 23 months ago is not two years ago."""
    return int(count / size)


def _untold(digest: Digest) -> tuple[Finding, ...]:
    told = {(key(f.name), str(date_of(f))) for f in digest.priorities[:MOST]}
    return tuple(f for f in digest.news if (key(f.name), str(date_of(f))) not in told)


def _newest_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    pairs = [(date_of(f), f) for f in findings]
    known = sorted(
        ((d, -n, f) for n, (d, f) in enumerate(pairs) if d), key=lambda x: x[:2], reverse=True
    )
    return (*(f for _, _, f in known), *(f for d, f in pairs if d is None))


def _months(findings: Sequence[Finding], as_of: date) -> tuple[Month, ...]:
    events = [(d, f.stance) for f in findings if (d := date_of(f)) and d.month]
    last = as_of.year * 12 + as_of.month - 1
    counts = {month: [0, 0] for month in range(last - 11, last + 1)}
    for event, stance in events:
        month = event.year * 12 + event.month - 1
        if month in counts:
            counts[month][stance == "challenge"] += 1
    if sum(map(sum, counts.values())) < 3:
        return ()
    return tuple(
        Month(label=_MONTHS[month % 12], priorities=p, challenges=c)
        for month, (p, c) in counts.items()
    )
