"""A user's desk: settings, a data folder, and the program as they call it, in this process."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from researcher.cli import run
from researcher.models import Application
from researcher.store import Store, open_store
from tests.program import Program


@dataclass(frozen=True)
class Said:
    """What a call answered."""

    code: int
    out: str
    err: str


class Desk:
    """Calls of the program with an environment of their own."""

    def __init__(self, folder: Path) -> None:
        """Begin without settings and without a store."""
        self.folder = folder
        self.file = folder / "settings" / "config.toml"
        self.data = folder / "data"
        self.environment: dict[str, str | None] = {
            **{name: None for name in os.environ if name.startswith(("RESEARCHER_", "XDG_"))},
            "HOME": str(folder),
            "TZ": "Europe/Berlin",
            "RESEARCHER_DATA_DIR": str(self.data),
            "XDG_CONFIG_HOME": str(folder / "xdg"),
        }

    def settings(self, text: str) -> None:
        """Write the settings file and use it."""
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text(text)
        self.environment["RESEARCHER_CONFIG"] = str(self.file)

    def run(self, *arguments: str, **environment: str) -> Said:
        """Call the program; nobody can be asked."""
        with CliRunner().isolation(env={**self.environment, **environment}) as streams:
            code = run(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            out, err = (stream.getvalue().decode() for stream in streams[:2])
        return Said(code, out, err)

    def store(self) -> Store:
        """Return the store, open."""
        return open_store(self.data)

    def followed(self) -> tuple[Application, ...]:
        """Return every company of the store."""
        with self.store() as store:
            return store.applications.all()

    def answer(self, answers: str, *arguments: str) -> Said:
        """Call the program in a process of its own, at a terminal where somebody answers."""
        controller, terminal = os.openpty()
        given = {k: v for k, v in {**os.environ, **self.environment}.items() if v is not None}
        try:
            with Program(*arguments, environment=given, terminal=os.ttyname(terminal)) as program:
                os.write(controller, answers.encode())
                return Said(*program.end())
        finally:
            os.close(controller)
            os.close(terminal)
