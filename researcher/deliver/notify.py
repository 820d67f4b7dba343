"""A message to chat and push services, by apprise (extra `notify`)."""

from __future__ import annotations

import subprocess

from researcher.deliver.ways import NotifySettings, Ways
from researcher.errors import DeliveryError
from researcher.models import Message
from researcher.text import clean, shorten

LONGEST = 3500
"""Characters that go along; the services cut at four thousand and less."""
_SECONDS = 30


def push(message: Message, ways: Ways) -> None:
    """Send subject and text to every service of `[notify]`.

    Addresses hold tokens: no error names them.

    Raises:
        DeliveryError: apprise is not installed, no service is set, or one did not take it.
    """
    try:
        import apprise
    except ImportError as error:
        raise DeliveryError(
            "The channel 'notify' needs apprise: pip install 'researcher[notify]'."
        ) from error
    urls = _urls(ways.notify)
    services = apprise.Apprise()
    if not urls or not all(services.add(url) for url in urls):
        raise DeliveryError(
            "[notify] names no service, or one that apprise does not know; check notify.urls."
        )
    text = message.text if len(message.text) <= LONGEST else message.text[: LONGEST - 1] + "…"
    if not services.notify(body=text, title=shorten(clean(message.subject), 200)):
        raise DeliveryError("A service of [notify] did not take the message.", temporary=True)


def _urls(settings: NotifySettings) -> list[str]:
    urls = list(settings.urls)
    if settings.urls_command:
        try:
            done = subprocess.run(  # noqa: S603 -- the user's own command, as a list of arguments
                list(settings.urls_command),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
        except (OSError, ValueError, subprocess.SubprocessError):
            raise DeliveryError(
                "notify.urls_command failed; try it in a terminal.", temporary=True
            ) from None
        urls += done.stdout.decode("utf-8", "replace").splitlines()
    return [url.strip() for url in urls if url.strip()]
