"""`researcher doctor`: is this machine ready, and what to do where it is not."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from researcher import __version__
from researcher.cli import Examples

_LIBRARIES = ("httpx", "beautifulsoup4", "feedparser", "jinja2", "selectolax", "lxml", "warcio")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report."""

    ok: bool
    what: str
    remedy: str = ""
    needed: bool = True
    """False where only an extra needs it: then it is a hint, not a fault."""


@click.command(cls=Examples, examples="researcher doctor")
def doctor() -> int:
    """Check this machine: versions, shipped files, settings, extras.

    Exits 0 where everything that is needed is there, else 1.
    """
    checks = list(_checks())
    for check in checks:
        mark = "ok " if check.ok else ("-- " if not check.needed else "!! ")
        remedy = f"  ({check.remedy})" if check.remedy and not check.ok else ""
        click.echo(f"{mark} {check.what}{remedy}")
    return 1 if any(check.needed and not check.ok for check in checks) else 0


def _checks() -> Iterator[Check]:
    from researcher import config
    from researcher.errors import ConfigError
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
    try:
        settings = config.load()
        path = config.default_path()
        yield Check(
            True, f"settings: {path}" if path.is_file() else f"settings: defaults (no {path})"
        )
        yield Check(
            bool(settings.contact),
            f"contact {settings.contact}" if settings.contact else "contact: none",
            "needed only to look up a company by name: --contact or RESEARCHER_CONTACT",
            needed=False,
        )
    except ConfigError as error:
        yield Check(False, "settings", str(error))
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), "")
    yield Check(
        bool(browser),
        f"browser {browser}" if browser else "no Chromium",
        "only --browser needs it: install Chromium",
        needed=False,
    )
    try:
        yield Check(True, f"playwright {importlib.metadata.version('playwright')}", needed=False)
    except importlib.metadata.PackageNotFoundError:
        yield Check(
            False,
            "no playwright",
            "only --browser needs it: pip install 'researcher[browser]'",
            needed=False,
        )
