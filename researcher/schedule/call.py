"""How this program is called by something that is not a shell: absolute, with its environment.

Also the two programs of the system that are asked to do so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from researcher.errors import ConfigError

_KEPT = (
    "RESEARCHER_CONFIG",
    "RESEARCHER_DATA_DIR",
    "RESEARCHER_CONTACT",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "TZ",
)
_PATHS = frozenset(_KEPT) - {"RESEARCHER_CONTACT", "TZ"}
SECRETS = (
    "RESEARCHER_SMTP_PASSWORD",
    "RESEARCHER_STORE",
    "RESEARCHER_GITHUB_TOKEN",
    "GITHUB_TOKEN",
)
"""Variables that are never written into a crontab or a unit: they may hold a secret."""

MARK = "Made by researcher schedule install; researcher schedule remove takes it away."
_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is to be started, when, and with what."""

    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    log: Path
    hour: int = 6
    """The first of the day; then every four hours, for what failed or was slept through."""
    minute: int = 17
    """Odd, and another one on each machine: not everybody asks at the full hour."""
    zone: str = ""
    """The user's, where it was set; systemd knows zones, cron does not."""


def this_program(environment: Mapping[str, str], folder: Path, *, hour: int, zone: str) -> Call:
    """Return how `researcher run` is called on this machine; `folder` takes the log.

    Raises:
        ConfigError: A variable holds what neither a crontab nor a unit can.
    """
    beside = Path(sys.executable).parent / "researcher"
    command = (str(beside),) if os.access(beside, os.X_OK) else (sys.executable, "-m", "researcher")
    kept = []
    for name in _KEPT:
        value = environment.get(name, "")
        if not value:
            continue
        if any(ord(character) < 32 or ord(character) == 127 for character in value):
            raise ConfigError(f"{name} holds a control character: a schedule cannot hold it.")
        kept.append((name, str(Path(value).expanduser().absolute()) if name in _PATHS else value))
    seed = hashlib.sha256(f"{Path.home()}\0{os.uname().nodename}".encode()).digest()
    return Call(
        command=(*command, "run"),
        environment=tuple(kept),
        log=folder / "run.log",
        hour=hour,
        # Not around the full hour, and not at its quarters, which are odd, too.
        minute=[m for m in range(3, 58, 2) if m % 15][seed[0] % 24],
        zone=zone,
    )


def program(name: str, environment: Mapping[str, str]) -> str:
    """Return the path of `crontab` or `systemctl`: as `RESEARCHER_<NAME>` says, or on the PATH.

    Raises:
        ConfigError: There is none.
    """
    variable = f"RESEARCHER_{name.upper()}"
    named = environment.get(variable, "") or name
    found = shutil.which(named, path=environment.get("PATH"))
    if not found:
        other = "--systemd" if name == "crontab" else "--cron"
        raise ConfigError(
            f"There is no program {named} here: install it, name it in {variable}, or try {other}."
        )
    return found


def ask(
    command: Sequence[str], environment: Mapping[str, str], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run a program of the system, in its own language, and return what it answered.

    Raises:
        ConfigError: It cannot be run, or does not end.
    """
    try:
        return subprocess.run(  # noqa: S603 -- a list of arguments, no shell
            list(command),
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            env={**environment, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as error:
        raise ConfigError(f"{command[0]} did not end within {_SECONDS} s.") from error
    except OSError as error:
        raise ConfigError(f"{command[0]} cannot be run: {error.strerror}.") from error


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the first line of what a program complained of."""
    lines = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
    return lines[0][:200].rstrip(".") if lines else f"exit code {done.returncode}"
