"""`researcher doctor`: is this machine ready, and what to do where it is not."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher import __version__
from researcher.cli import Examples
from researcher.cli.stored import echo_json, opened, option_data_dir, option_json
from researcher.text import clean

if TYPE_CHECKING:
    from researcher.config import Settings

_LIBRARIES = ("httpx", "beautifulsoup4", "feedparser", "jinja2", "selectolax", "lxml", "warcio")
_EXTRAS = {
    "browser": ("playwright", "to render pages with --browser"),
    "postgres": ("psycopg", "for a store on PostgreSQL"),
    "ics": ("icalendar", "for researcher add --ics"),
    "notify": ("apprise", "for recipients notify:"),
    "keyring": ("keyring", "to keep the mail password in the keyring"),
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report."""

    ok: bool
    what: str
    remedy: str = ""
    needed: bool = True
    """False where only an extra needs it: then it is a hint, not a fault."""


@click.command(cls=Examples, examples="researcher doctor\nresearcher doctor --json")
@option_json
@option_data_dir
def doctor(as_json: bool, data_dir: Path | None) -> int:
    """Check this machine: versions, settings, store, mail login, clock, timer, extras.

    Nothing is sent; where a mail server is set, it is connected to and logged in at. Exits 0 where
    everything that is needed is there, else 1.
    """
    checks = list(_checks(data_dir))
    ready = not any(check.needed and not check.ok for check in checks)
    if as_json:
        echo_json(ready=ready, checks=[asdict(check) for check in checks])
        return 0 if ready else 1
    for check in checks:
        mark = "ok " if check.ok else ("-- " if not check.needed else "!! ")
        remedy = f"  ({check.remedy})" if check.remedy and not check.ok else ""
        click.echo(f"{mark} {clean(check.what + remedy)}")
    return 0 if ready else 1


def _checks(data_dir: Path | None) -> Iterator[Check]:
    from researcher import config
    from researcher.errors import ConfigError

    yield from _program()
    try:
        settings = config.load()
    except ConfigError as error:
        yield Check(False, "settings", str(error))
        return
    path = config.path()
    yield Check(
        True,
        f"settings: {path}" if path.is_file() else f"settings: defaults (no {path})",
    )
    yield Check(
        bool(settings.contact),
        f"contact {settings.contact}" if settings.contact else "contact: none",
        "needed only to look up a company by name: --contact or RESEARCHER_CONTACT",
        needed=False,
    )
    yield from _clock(settings)
    yield from _store(settings, data_dir)
    yield _mail(settings)
    yield from _timer(data_dir)
    yield from _extras()


def _program() -> Iterator[Check]:
    from researcher.resources import shipped

    version = platform.python_version()
    yield Check(sys.version_info >= (3, 11), f"Python {version}", "install Python 3.11 or newer")
    yield Check(True, f"researcher {__version__}")
    for name in _LIBRARIES:
        try:
            yield Check(True, f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            yield Check(False, name, "reinstall: pip install --force-reinstall researcher")
    for folder, file in (("templates", "digest.html.j2"), ("config", "vocabulary")):
        there = shipped(folder) / file
        yield Check(there.is_file() or there.is_dir(), f"shipped {folder}", "reinstall researcher")


def _clock(settings: Settings) -> Iterator[Check]:
    from researcher import config

    zone = config.zone(settings)
    now = datetime.now(UTC)
    # A program is not run before it was written.
    made = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    yield Check(
        now > made - timedelta(days=1),
        f"clock: {now.astimezone(zone):%Y-%m-%d %H:%M}",
        "the clock is behind: set it, or let the system set it (timedatectl set-ntp true)",
    )
    yield Check(
        bool(settings.timezone) or zone is not UTC,
        f"time zone {zone}",
        "the machine names none: set timezone in the settings, as Europe/Berlin",
        needed=False,
    )


def _store(settings: Settings, data_dir: Path | None) -> Iterator[Check]:
    from researcher.errors import StoreError
    from researcher.models import State
    from researcher.store import default_folder
    from researcher.store.seam import FILE

    folder = data_dir.expanduser() if data_dir else default_folder()
    if not settings.store and not (folder / FILE).exists():
        yield Check(True, f"store: none yet in {folder}")
        return
    try:
        with opened(data_dir, settings) as store:
            sound = store.integrity()
            count = sum(not one.removed for one in store.applications.all())
            parked = store.outbox.all(State.PARKED)
            failing = [one for one in store.outbox.all(State.QUEUED) if one.failing_since]
    except StoreError as error:
        yield Check(False, "store", str(error))
        return
    where = "the server" if settings.store else str(folder / FILE)
    yield Check(
        sound == "ok", f"store: {where}, {count} companies", f"{sound}: put a backup in its place"
    )
    for one in parked:
        yield Check(
            False,
            f"mail parked: “{one.message.subject}” to {one.message.to}: {one.reason}",
            "correct the address with researcher edit, then researcher send",
            needed=False,
        )
    for one in failing:
        yield Check(
            False,
            f"mail waits: “{one.message.subject}” to {one.message.to}: {one.reason}",
            "it is tried again with the next run",
            needed=False,
        )


def _mail(settings: Settings) -> Check:
    from researcher.deliver import Ways
    from researcher.deliver.mail import check
    from researcher.errors import DeliveryError

    if not settings.mail.host:
        return Check(
            False,
            "mail: no server is set; digests go to standard output",
            "set host, user and from under [mail]",
            needed=False,
        )
    try:
        check(Ways(mail=settings.mail))
    except DeliveryError as error:
        return Check(False, f"mail: {settings.mail.host}", str(error))
    login = f", login {settings.mail.user}" if settings.mail.user else ""
    return Check(True, f"mail: {settings.mail.host}{login}")


def _timer(data_dir: Path | None) -> Iterator[Check]:
    from researcher.cli.schedule import state

    told = state(data_dir)
    ways = [way for way, words in told.items() if words.startswith("installed")]
    if not ways:
        unknown = [words for words in told.values() if words.startswith("unknown")]
        yield Check(
            False,
            f"timer: {unknown[0] if unknown else 'none'}",
            "researcher schedule install",
            needed=False,
        )
    for way in ways:
        yield Check(
            told[way] == "installed", f"timer: {way} {told[way]}", "researcher schedule install"
        )
    if len(ways) > 1:
        yield Check(
            False, "timer: both cron and systemd", "researcher schedule remove", needed=False
        )


def _extras() -> Iterator[Check]:
    for extra, (library, use) in _EXTRAS.items():
        try:
            version = importlib.metadata.version(library)
            yield Check(True, f"extra {extra}: {library} {version}", needed=False)
        except importlib.metadata.PackageNotFoundError:
            yield Check(
                False,
                f"extra {extra}: not installed",
                f"only {use}: pip install 'researcher[{extra}]'",
                needed=False,
            )
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), "")
    yield Check(
        bool(browser),
        f"browser {browser}" if browser else "no Chromium",
        "only --browser needs it: install Chromium",
        needed=False,
    )
