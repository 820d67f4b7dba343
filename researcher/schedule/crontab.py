"""The user's crontab: one marked block in it is ours, every other byte is theirs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from researcher.errors import ConfigError
from researcher.schedule.call import MARK, Call, ask, program, said

BEGIN = b"# BEGIN researcher"
END = b"# END researcher"
_NONE = re.compile(rb"no crontab for|can't open .*No such file", re.IGNORECASE)


def block(call: Call) -> bytes:
    """Return our lines of a crontab.

    The environment stands in the line itself: set in lines of its own, it would change the entries
    below. What is printed goes to the log and to cron, which mails it.
    """
    words = [shlex.quote(word) for word in call.command]
    if call.environment:
        given = [f"{name}={shlex.quote(value)}" for name, value in call.environment]
        words = ["/usr/bin/env", *given, *words]
    log = shlex.quote(str(call.log))
    # cron takes a bare % for the end of the line.
    line = f"{' '.join(words)} 2>&1 | tee -a {log}".replace("%", r"\%")
    hours = f"{call.hour}-23/4" if call.hour < 20 else str(call.hour)
    lines = [BEGIN.decode(), f"# {MARK}", f"{call.minute} {hours} * * * {line}", END.decode()]
    return ("\n".join(lines) + "\n").encode()


def without(text: bytes) -> tuple[bytes, bytes]:
    """Return a crontab without our block, and the block (empty where there is none).

    Raises:
        ConfigError: The marks are not one pair: nobody can tell which lines are whose.
    """
    lines = text.splitlines(keepends=True)
    begins = [n for n, line in enumerate(lines) if line.strip() == BEGIN]
    ends = [n for n, line in enumerate(lines) if line.strip() == END]
    if not begins and not ends:
        return text, b""
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise ConfigError(
            f"In the crontab the lines '{BEGIN.decode()}' and '{END.decode()}' are not one pair: "
            "put that right with crontab -e; nothing was changed."
        )
    first, last = begins[0], ends[0] + 1
    return b"".join(lines[:first] + lines[last:]), b"".join(lines[first:last])


def with_block(text: bytes, call: Call) -> bytes:
    """Return a crontab with our block as it should be: where it was, else at the end.

    Raises:
        ConfigError: The marks are not one pair.
    """
    rest, old = without(text)
    new = block(call)
    if old:
        return text.replace(old, new, 1)
    return rest + (b"\n" if rest and not rest.endswith(b"\n") else b"") + new


def read(environment: Mapping[str, str]) -> bytes:
    """Return the user's crontab; empty where they have none.

    Raises:
        ConfigError: `crontab -l` failed for any other reason: nothing may be written then.
    """
    done = ask([program("crontab", environment), "-l"], environment)
    if done.returncode == 0:
        return done.stdout
    if not done.stdout.strip() and _NONE.search(done.stderr):
        return b""
    raise ConfigError(
        f"crontab -l failed ({said(done)}): what stands there is unknown, so nothing was changed."
    )


def write(old: bytes, new: bytes, environment: Mapping[str, str]) -> None:
    """Put `new` in place of `old`, and look whether it stands there.

    Raises:
        ConfigError: It is no longer `old`, or `crontab` refused the new one.
    """
    if read(environment) != old:
        raise ConfigError("The crontab was changed by someone else meanwhile: try again.")
    name = program("crontab", environment)
    # An empty crontab is none: so it was before, as far as anyone can tell.
    done = ask([name, "-"], environment, new) if new else ask([name, "-r"], environment)
    if done.returncode:
        raise ConfigError(f"crontab refused the new entries ({said(done)}): nothing was changed.")
    if read(environment) != new:
        raise ConfigError("crontab took the entries but shows others: look at crontab -l.")
