"""A timer of the user's own systemd: two units that are ours."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from researcher.errors import ConfigError
from researcher.schedule.call import MARK, Call, ask, program, said

SERVICE = "researcher.service"
TIMER = "researcher.timer"


def units(call: Call) -> dict[str, str]:
    """Return the text of each unit, by its name.

    What is printed goes to the journal: journalctl --user -u researcher.
    """
    environment = "".join(
        f"Environment={_quoted(f'{name}={value}')}\n" for name, value in call.environment
    )
    command = " ".join(_quoted(word) for word in call.command)
    hours = ",".join(f"{hour:02d}" for hour in range(call.hour, 24, 4))
    zone = f" {call.zone}" if call.zone else ""
    service = (
        f"# {MARK}\n[Unit]\nDescription=Research digests of the companies that are followed\n"
        f"\n[Service]\nType=oneshot\n{environment}ExecStart={command}\n"
        # Another run at work is no failure.
        "SuccessExitStatus=75\nNice=10\nTimeoutStartSec=4h\n"
    )
    timer = (
        f"# {MARK}\n[Unit]\nDescription=Starts researcher\n"
        f"\n[Timer]\nOnCalendar=*-*-* {hours}:{call.minute:02d}:00{zone}\n"
        "RandomizedDelaySec=5min\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {SERVICE: service, TIMER: timer}


def _quoted(text: str) -> str:
    """Return a word as systemd.syntax(7) and systemd.service(5) read it back."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != text or " " in text or "'" in text else text


def folder(environment: Mapping[str, str]) -> Path:
    """Return where the user's units lie (systemd.unit(5))."""
    home = environment.get("XDG_CONFIG_HOME", "")
    base = Path(home) if home.startswith("/") else Path.home() / ".config"
    return base / "systemd" / "user"


def read(environment: Mapping[str, str]) -> dict[str, str]:
    """Return our units that are there.

    Raises:
        ConfigError: A unit of that name is somebody else's, or cannot be read.
    """
    found = {}
    for name in (SERVICE, TIMER):
        path = folder(environment) / name
        try:
            if path.exists():
                found[name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} cannot be read: {error}.") from error
        if MARK not in found.get(name, MARK):
            raise ConfigError(f"{path} was not made by researcher: move it away; nothing was done.")
    return found


def write(new: Mapping[str, str], environment: Mapping[str, str]) -> None:
    """Write the units and start the timer.

    Raises:
        ConfigError: They cannot be written, or systemd does not take them.
    """
    systemctl = program("systemctl", environment)
    where = folder(environment)
    try:
        where.mkdir(parents=True, exist_ok=True)
        for name, text in new.items():
            partial = where / f".{name}.new"
            partial.write_text(text, encoding="utf-8")
            partial.replace(where / name)
    except OSError as error:
        raise ConfigError(f"{where} cannot be written: {error.strerror}.") from error
    for words in (["daemon-reload"], ["enable", "--now", TIMER]):
        done = ask([systemctl, "--user", *words], environment)
        if done.returncode:
            raise ConfigError(
                f"The units are in {where}, but systemctl --user {' '.join(words)} failed "
                f"({said(done)}): do it by hand, or use cron."
            )


def remove(environment: Mapping[str, str]) -> None:
    """Stop the timer and delete the units.

    Raises:
        ConfigError: They cannot be deleted.
    """
    with contextlib.suppress(ConfigError):
        # A timer that cannot be stopped, because no systemd runs, does not start anything either.
        systemctl = program("systemctl", environment)
        ask([systemctl, "--user", "disable", "--now", TIMER], environment)
    try:
        for name in (TIMER, SERVICE):
            (folder(environment) / name).unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"A unit cannot be deleted: {error}.") from error
    with contextlib.suppress(ConfigError):
        ask([program("systemctl", environment), "--user", "daemon-reload"], environment)


def active(environment: Mapping[str, str]) -> bool:
    """Tell whether systemd says that the timer runs."""
    with contextlib.suppress(ConfigError):
        systemctl = program("systemctl", environment)
        return ask([systemctl, "--user", "is-active", TIMER], environment).returncode == 0
    return False
