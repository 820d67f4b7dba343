"""Where results go, what is said about them, and the exit code; shared by the commands."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from researcher.errors import ConfigError, DeliveryError

if TYPE_CHECKING:
    from researcher.models import Digest

SUFFIX = {"html": "html", "md": "md", "text": "txt", "json": "json"}
"""The formats and their file name endings."""

Command = TypeVar("Command", bound=Callable[..., object])


def options_of_output(command: Command) -> Command:
    """Add `--format` and `--out`."""
    command = click.option(
        "--out",
        default="",
        metavar="FILE|FOLDER|-",
        help="Where to write (default: for html a file named after company and date, else stdout).",
    )(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(list(SUFFIX)),
        default="html",
        show_default=True,
        help="The digest's form.",
    )(command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A place for the digest that was found writable before anything was fetched."""

    file: Path | None = None
    folder: Path | None = None

    def write(self, text: str, digest: Digest, *, suffix: str, quiet: bool) -> None:
        """Write the digest; a file appears whole or not at all, and its path is printed.

        Raises:
            DeliveryError: The file cannot be written; an older one is left as it was.
        """
        # The renderer is imported by then, and this module must stay cheap for `--help`.
        from researcher.render.escape import file_name

        if self.folder is None and self.file is None:
            sys.stdout.write(text if text.endswith("\n") else text + "\n")
            sys.stdout.flush()
            return
        path = self.file
        if path is None:
            assert self.folder is not None  # noqa: S101 -- for the type checker
            path = self.folder / file_name(
                digest.company.name or digest.company.url, digest.as_of, suffix
            )
        write_text(path, text)
        if not quiet or self.file is None:
            sys.stdout.write(f"{path}\n")


def deliver(out: str, form: str) -> Destination:
    """Return where to write, as `--out` says.

    Raises:
        ConfigError: The folder does not exist or cannot be written: said before any fetch.
    """
    if out == "-" or (not out and form != "html"):
        return Destination()
    path = Path(out or ".").expanduser()
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        raise ConfigError(f"The folder {folder} does not exist; create it or choose another --out.")
    if not os.access(folder, os.W_OK):
        raise ConfigError(f"The folder {folder} cannot be written; choose another --out.")
    if path.is_dir():
        return Destination(folder=path)
    if path.exists() and not os.access(path, os.W_OK):
        raise ConfigError(f"The file {path} cannot be written; choose another --out.")
    return Destination(file=path)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        DeliveryError: It cannot be written; an older one is left as it was.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise DeliveryError(
            f"The digest could not be written to {path}: {error.strerror}."
        ) from error


def exit_code(digest: Digest) -> int:
    """Return 3 where something is missing because it failed, else 0."""
    return 3 if any(gap.failed for gap in digest.gaps) else 0


def report(digest: Digest) -> None:
    """Name on standard error what failed, one line each."""
    from researcher.text import clean

    for gap in digest.gaps:
        if gap.failed:
            sys.stderr.write(f"missing: {clean(gap.what)}: {clean(gap.why)}\n")
