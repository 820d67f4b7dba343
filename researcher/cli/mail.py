"""`researcher mail test`: does the mail server take mail, before a run depends on it?"""

from __future__ import annotations

import click

from researcher.cli import Examples

EXAMPLES = """\
researcher mail test
researcher mail test --to me@example.com"""


@click.group()
def mail() -> None:
    """Check the mail settings."""


@mail.command(cls=Examples, examples=EXAMPLES)
@click.option("--to", default="", metavar="ADDRESS", help="Who gets it (default: `to`, or `from`).")
def test(to: str) -> None:
    """Send one small mail by the settings of [mail], and say what came of it.

    Exits 5 where it fails; the sentence names the step: connection, certificate, login, recipient.
    """
    import hashlib
    from datetime import UTC, datetime

    from researcher import config
    from researcher.deliver import Ways, deliver
    from researcher.models import Message

    settings = config.load()
    now = datetime.now(UTC)
    recipient = to or (settings.to if "@" in settings.to else "") or settings.mail.sender
    deliver(
        Message(
            key=hashlib.sha256(f"test\0{now.isoformat()}".encode()).hexdigest(),
            channel="mail",
            to=recipient,
            subject="researcher: the mail settings work",
            text="This is the test that `researcher mail test` sends. What you follow will come "
            "to this address, by this server.\n",
            created_at=now,
        ),
        Ways(mail=settings.mail, notify=settings.notify),
    )
    click.echo(f"{settings.mail.host} took a mail for {recipient}.")
