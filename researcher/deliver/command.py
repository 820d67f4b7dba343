"""A message to a command of the user's, on its standard input."""

from __future__ import annotations

import shlex
import subprocess

from researcher.deliver.secrets import VARIABLE
from researcher.deliver.ways import Ways
from researcher.errors import DeliveryError
from researcher.models import Message
from researcher.text import clean, shorten

SECONDS = 120
"""How long the command may take."""


def run(message: Message, ways: Ways, *, seconds: float = SECONDS) -> None:
    """Run the command that `to` holds, without a shell, with the text on its standard input.

    `RESEARCHER_SUBJECT` and `RESEARCHER_KEY` are in its environment; the mail password is not. What
    is scraped is never an argument.

    Raises:
        DeliveryError: It cannot be run, takes too long or does not exit with 0; the code 75
            (sysexits, EX_TEMPFAIL) asks for another try.
    """
    try:
        command = shlex.split(message.to)
    except ValueError as error:
        raise DeliveryError(f"The command '{clean(message.to)}' is not usable: {error}.") from error
    if not command:
        raise DeliveryError("The channel 'command' names no command.")
    environment = {
        **{k: v for k, v in ways.environment.items() if k != VARIABLE},
        "RESEARCHER_SUBJECT": clean(message.subject),
        "RESEARCHER_KEY": clean(message.key),
    }
    try:
        done = subprocess.run(  # noqa: S603 -- the user's own command, as a list of arguments
            command,
            input=message.text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise DeliveryError(
            f"The command {command[0]} took longer than {seconds:g} s.", temporary=True
        ) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a usable command"
        raise DeliveryError(f"The command {command[0]} cannot be run: {why}.") from error
    if done.returncode:
        said = shorten(clean(done.stderr.decode("utf-8", "replace")), 200)
        raise DeliveryError(
            f"The command {command[0]} ended with exit code {done.returncode}"
            f"{': ' + said if said else ''}.",
            temporary=done.returncode == 75,
        )
