"""Where the password of the mail server comes from; it is never shown, logged or kept."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from researcher.deliver.ways import MailSettings
from researcher.errors import DeliveryError

VARIABLE = "RESEARCHER_SMTP_PASSWORD"
CREDENTIAL = "smtp-password"
SERVICE = "researcher-smtp"
"""The keyring's service; the user name is `mail.user`."""
_SECONDS = 30


def password(settings: MailSettings, environment: Mapping[str, str]) -> str:
    """Return the password, from the first of these that has one.

    The environment (`RESEARCHER_SMTP_PASSWORD`), `mail.password_command`, systemd's credential
    `smtp-password` (systemd.exec(5), LoadCredential), the keyring (extra `keyring`).

    Raises:
        DeliveryError: There is none, or the command that prints it fails.
    """
    if given := environment.get(VARIABLE, ""):
        return given
    if settings.password_command:
        return first_line(settings.password_command, "mail.password_command")
    if folder := environment.get("CREDENTIALS_DIRECTORY", ""):
        path = Path(folder) / CREDENTIAL
        try:
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except FileNotFoundError:
            pass
        except (OSError, UnicodeDecodeError) as error:
            raise DeliveryError(
                f"The credential {path} cannot be read ({type(error).__name__}); check its rights."
            ) from None
    if kept := _from_keyring(settings.user):
        return kept
    raise DeliveryError(
        f"There is no password for {settings.user} at {settings.host}: set {VARIABLE}, "
        f"mail.password_command, the systemd credential {CREDENTIAL}, or keep it in the keyring "
        f"as '{SERVICE}'."
    )


def first_line(command: Sequence[str], named: str) -> str:
    """Return the first line that a command prints, run without a shell.

    Raises:
        DeliveryError: It cannot be run, fails, takes too long or prints nothing; what it printed is
            not told, for it may be the secret.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- the user's own command, as a list of arguments
            list(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise DeliveryError(
            f"{named} took longer than {_SECONDS} s; try it in a terminal.", temporary=True
        ) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a usable command"
        raise DeliveryError(f"{named} cannot be run: {why}.") from None
    line = done.stdout.decode("utf-8", "replace").split("\n")[0].rstrip("\r")
    if done.returncode or not line:
        why = f"ended with exit code {done.returncode}" if done.returncode else "printed nothing"
        raise DeliveryError(f"{named} {why}; try it in a terminal.", temporary=True)
    return line


def without(text: str, *secrets: str) -> str:
    """Return the text with every secret blotted out, as it is and in base64."""
    for secret in filter(None, secrets):
        coded = base64.b64encode(secret.encode()).decode()
        for form in (secret, coded, coded.rstrip("=")):
            text = text.replace(form, "…")
    return text


def _from_keyring(user: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, user) or ""
    except (KeyringError, RuntimeError):
        # A machine without a desktop has no keyring that could be asked.
        return ""
