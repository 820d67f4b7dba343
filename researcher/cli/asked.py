"""`researcher asked`: a question that was asked in an earlier round never comes back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.stored import (
    echo_json,
    known,
    opened,
    option_data_dir,
    option_json,
    option_profile,
)
from researcher.text import clean

EXAMPLES = """\
researcher asked example.com
researcher asked example.com 2 5"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@click.argument("numbers", metavar="[N]...", nargs=-1, type=click.IntRange(1))
@option_json
@option_profile
@option_data_dir
def asked(
    company: str,
    numbers: tuple[int, ...],
    as_json: bool,
    profile: str | None,
    data_dir: Path | None,
) -> None:
    """Say which questions of the newest digest you asked; without N, list those you did.

    N is the question's number as `researcher show` and the mail print it.
    """
    from researcher import config
    from researcher.errors import ConfigError

    settings = config.load()
    with opened(data_dir, settings) as store:
        application = store.applications.find(company, profile)
        if numbers:
            questions = known(store, application, None).digest.questions
            if max(numbers) > len(questions):
                raise ConfigError(
                    f"There is no question {max(numbers)} for {application.called}; the newest "
                    f"digest has {len(questions)}: see researcher show {application.called}."
                )
            with store.transaction():
                for number in numbers:
                    store.digests.ask(application.id, questions[number - 1], now=datetime.now(UTC))
        texts = [text for text, _ in store.digests.asked(application.id)]
    if as_json:
        echo_json(company=application.called, url=application.url, asked=texts)
    else:
        for text in texts:
            click.echo(clean(text))
