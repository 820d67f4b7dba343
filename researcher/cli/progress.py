"""What is being read, on a terminal only, and always on standard error."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from researcher.text import clean, shorten

if TYPE_CHECKING:
    from researcher.fetch.shell import Progress


@contextlib.contextmanager
def showing(*, quiet: bool, verbose: int) -> Iterator[Callable[[Progress], None] | None]:
    """Yield what the pipeline calls as pages arrive, or None where nothing is to be shown.

    A terminal gets one line that is rewritten; with `-v` every page is a line of its own, on a
    terminal or not. `NO_COLOR` and `TERM=dumb` are honoured by rich.
    """
    if quiet:
        yield None
    elif verbose:
        yield _line
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("") as status:

            def show(progress: Progress) -> None:
                status.update(
                    f"{progress.fetched} of {progress.budget} pages · "
                    f"{_plain(shorten(clean(progress.url), 70))}"
                )

            yield show
    else:
        yield None


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _line(progress: Progress) -> None:
    sys.stderr.write(f"{progress.fetched}/{progress.budget} {clean(progress.url)}\n")
