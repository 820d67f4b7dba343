"""Interviews out of a calendar (RFC 5545): when they begin, and whose they seem to be.

Only this module knows icalendar, which the extra `[ics]` brings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from researcher import text, urls
from researcher.errors import ConfigError
from researcher.models import Application

Terms = Mapping[str, Sequence[str]]
"""The vocabulary `calendar`."""

_MOST = 5_000
"""Events that are looked at; a calendar of ten busy years has fewer."""
_LINK = re.compile(r"https?://[^\s<>\"'\\]{4,2000}", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,64}@([\w-]+(?:\.[\w-]+){1,8})")
_CUT = re.compile(r"\s+[-–—|/]\s+|[|:;,()\[\]]|$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An interview as the calendar has it."""

    summary: str
    start: datetime | None
    """None where the calendar names only a day."""
    day: date
    cancelled: bool = False
    sites: tuple[str, ...] = ()
    """Addresses of companies that it names, one a domain; the organizer's first."""
    named: tuple[str, ...] = ()
    """What stands in its title after "with" or "at", without the people that it invites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Whose interview an event is: of a company that is followed, or of a new one."""

    event: Event
    application: Application | None = None
    """The company, with the event's time; its number is 0 where it is new. None: in doubt."""
    doubt: str = ""
    guess: str = ""
    """The address that it may be, where it is in doubt."""


def interviews(
    body: bytes, *, zone: tzinfo, terms: Terms, own: Iterable[str] = ()
) -> tuple[Event, ...]:
    """Return the interviews of a calendar, earliest first.

    Recurring events are left out: an interview comes once. A time without a zone is meant in
    `zone`. `own` are the candidate's mail addresses: their domain is not the company's.

    Raises:
        ConfigError: icalendar is not installed, or the bytes are no calendar.
    """
    try:
        import icalendar
    except ImportError as error:
        raise ConfigError("A calendar needs icalendar: pip install 'researcher[ics]'.") from error
    try:
        calendars = icalendar.Calendar.from_ical(body, multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")][:_MOST]
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise ConfigError(
            f"The calendar cannot be read: {text.clean(str(error))[:100]}."
        ) from error
    if not calendars or b"BEGIN:VCALENDAR" not in body[:4096].upper():
        raise ConfigError("That is no calendar: a calendar begins with BEGIN:VCALENDAR.")
    shared = {*terms["shared_hosts"], *terms["mail_hosts"]}
    shared |= {urls.registrable(address.rpartition("@")[2].lower()) for address in own if address}
    found = [made for event in events if (made := _event(event, zone, terms, shared))]
    return tuple(sorted(found, key=lambda one: (one.day, str(one.start))))


def _event(event: Any, zone: tzinfo, terms: Terms, shared: set[str]) -> Event | None:
    summary = text.clean(str(event.get("SUMMARY", "")))[:300]
    about = f"{summary} {' '.join(_strings(event.get('CATEGORIES')))}"
    if event.get("RRULE") or not any(_says(about, term) for term in terms["interview"]):
        return None
    try:
        begins = event.get("DTSTART").dt
    except (AttributeError, ValueError):
        return None
    start = begins if isinstance(begins, datetime) else None
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=zone)
    elif start is not None and str(start.tzinfo) in ("UTC", "Etc/UTC"):
        # Calendars export in UTC; nobody's clock shows it.
        start = start.astimezone(zone)
    if start is None and not isinstance(begins, date):
        return None
    people = [_name(person) for key in ("ORGANIZER", "ATTENDEE") for person in _all(event, key)]
    return Event(
        summary=summary,
        start=start,
        day=start.astimezone(zone).date() if start else begins,
        cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
        sites=tuple(_sites(event, shared)),
        named=tuple(name for name in _named(summary, terms["with"]) if not _among(name, people)),
    )


def _sites(event: Any, shared: set[str]) -> Iterator[str]:
    told = " ".join(text.fold(str(event.get(key, "")))[:2_000] for key in ("URL", "LOCATION"))
    told += " " + str(event.get("DESCRIPTION", ""))[:20_000]
    links = [urls.host(link) for link in _LINK.findall(told) if urls.try_canonical(link)]
    organizers = [
        host for person in _all(event, "ORGANIZER") for host in _MAIL.findall(str(person))
    ]
    mails = _MAIL.findall(told)
    attendees = [host for person in _all(event, "ATTENDEE") for host in _MAIL.findall(str(person))]
    seen: set[str] = set()
    for host in (*organizers, *links, *mails, *attendees):
        domain = urls.registrable(host.lower())
        if domain in seen or domain in shared or "." not in domain:
            continue
        seen.add(domain)
        linked = f"www.{domain}" if f"www.{domain}" in links else domain
        if (address := urls.try_canonical(f"https://{linked}/")) is not None:
            yield address


def _all(event: Any, key: str) -> list[Any]:
    value = event.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else [] if value is None else [value]
    return [str(word) for entry in entries for word in getattr(entry, "cats", [entry])]


def _name(person: Any) -> str:
    given = getattr(person, "params", {}).get("CN", "")
    return text.key(str(given))


def _among(name: str, people: Iterable[str]) -> bool:
    wanted = text.key(name)
    return any(wanted and (wanted in person or person in wanted) for person in people if person)


def _says(told: str, term: str) -> bool:
    wanted, there = text.key(term), text.key(told)
    # Japanese and Chinese write no spaces.
    return wanted in there if not wanted.isascii() else f" {wanted} " in f" {there} "


def _named(summary: str, openers: Iterable[str]) -> Iterator[str]:
    words = "|".join(re.escape(word) for word in openers)
    for match in re.finditer(rf"(?:^|\s)(?:{words})\s+", summary, re.IGNORECASE):
        rest = summary[match.end() :]
        if cut := _CUT.search(rest):
            yield rest[: cut.start()].strip()


def match(
    events: Iterable[Event],
    followed: Sequence[Application],
    new: Callable[[str], Application],
    *,
    now: datetime,
) -> tuple[Match, ...]:
    """Return whose interview each coming event is, the next one of each company.

    A company that is followed is known by its domain or by its name in the title; a new one by the
    only domain that the event names, unless the title names something else. `new` makes its
    application from an address. Everything else is in doubt, with the reason.
    """
    found: dict[object, Match] = {}
    doubtful = []
    for event in events:
        if (event.start or datetime.combine(event.day, datetime.max.time(), UTC)) <= now:
            continue
        one = _match(event, followed, new)
        if one is None:
            continue
        if one.application is None:
            doubtful.append(one)
        else:
            found.setdefault(one.application.id or one.application.url, one)
    return (*found.values(), *doubtful)


def _match(
    event: Event, followed: Sequence[Application], new: Callable[[str], Application]
) -> Match | None:
    """Return whose interview it is, or None where there is nothing to do."""

    def doubt(why: str, guess: str = "") -> Match:
        return Match(event=event, doubt=why, guess=guess)

    known = [one for one in followed if _is_of(one, event)]
    if len(known) > 1:
        roles = [one for one in known if one.role and _says(event.summary, one.role)]
        known = roles if len(roles) == 1 else known
    if len(known) > 1:
        return doubt("it may be each of " + ", ".join(f"{one.id} ({one.called})" for one in known))
    if event.cancelled:
        mine = [one for one in known if event.start and one.interview == event.start]
        return doubt(f"it was cancelled; {mine[0].id} still has its time") if mine else None
    if event.start is None:
        return doubt("the calendar names no time", event.sites[0] if event.sites else "")
    if known:
        return Match(event=event, application=replace(known[0], interview=event.start))
    if not event.sites:
        return doubt("it names no company's address")
    if len(event.sites) > 1:
        titled = [site for site in event.sites if _label(site) in _run(event.summary)]
        if len(titled) != 1:
            return doubt(f"it names {' and '.join(event.sites[:4])}", event.sites[0])
        return Match(event=event, application=replace(new(titled[0]), interview=event.start))
    site = event.sites[0]
    if event.named and not any(_akin(_run(name), _label(site)) for name in event.named):
        return doubt(f"its title names {event.named[0]}, its address is {site}", site)
    return Match(event=event, application=replace(new(site), interview=event.start))


def _is_of(application: Application, event: Event) -> bool:
    if any(urls.same_site(site, application.url) for site in event.sites if _host(application)):
        return True
    name = text.key(application.name)
    label = _label(application.url) if _host(application) else ""
    return (len(name) > 2 and _says(event.summary, name)) or (
        len(label) > 3 and _says(event.summary, label)
    )


def _host(application: Application) -> str:
    return urls.host(application.url)


def _label(site: str) -> str:
    """Return the name in a domain: `acme` of `https://www.acme.co.uk/`."""
    return _run(urls.registrable(urls.host(site)).split(".")[0])


def _run(told: str) -> str:
    return text.key(told).replace(" ", "")


def _akin(name: str, label: str) -> bool:
    return bool(name and label) and (name.startswith(label) or label.startswith(name))
