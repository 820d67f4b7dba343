"""Jinja as we use it: what is scraped is data, and a user's template can read nothing else.

One environment per format. Every printed value goes through that format's escaping, which the
template does not ask for and cannot forget; scraped text is never compiled.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from researcher.errors import ConfigError
from researcher.resources import shipped

if TYPE_CHECKING:
    from types import CodeType

    from jinja2 import Environment
    from jinja2.bccache import Bucket

Escape = Callable[[object], str]
"""Makes a plain value harmless for one format; the result is not escaped again."""

# What a template can raise by what it says, beside Jinja's own errors.
_MISTAKES = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError,
             ValueError)  # fmt: skip


class Shipped(BaseLoader):
    """Loads the templates that come with the program, also out of a zipped wheel."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a shipped template; Jinja calls this.

        Raises:
            TemplateNotFound: No such file, or a path that leaves the folder.
        """
        file = shipped("templates").joinpath(*split_template_path(template))
        if not file.is_file():
            raise TemplateNotFound(template)
        return file.read_text(encoding="utf-8"), str(file), lambda: True


class Compiled(BytecodeCache):
    """Keeps the shipped templates of one format compiled: that takes longer than filling them.

    Each format has its own, because Jinja escapes and filters constants when it compiles.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was kept of this source, if anything; Jinja calls this."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template; Jinja calls this."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


def environment(
    escape: Escape,
    filters: Mapping[str, Callable[..., object]],
    own: Path | None,
    compiled: Compiled,
) -> Environment:
    """Return the environment of one format, the user's folder searched first.

    `compiled` serves where there is no such folder: a user's template may do with a constant
    whatever it likes, and is compiled each time.

    Raises:
        ConfigError: `own` is no folder.
    """
    loaders: list[BaseLoader] = [Shipped()]
    if own is not None:
        if not own.is_dir():
            raise ConfigError(f"There is no folder of templates at {own}.")
        loaders.insert(0, FileSystemLoader(own))

    def finalize(value: object) -> object:
        # Markup is what a macro or one of our filters made: escaped already. An undefined name
        # must reach Jinja, which raises.
        if isinstance(value, (Markup, StrictUndefined)):
            return value
        return Markup(escape(value))  # noqa: S704

    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled if own is None else None,
    )
    made.filters.update(filters)
    return made


@contextmanager
def mistakes(own: Path | None) -> Iterator[None]:
    """Turn what a user's template does wrong into one sentence with its file and line.

    A mistake in a shipped template is ours and goes on as it is.

    Raises:
        ConfigError: The error lies in a file of `own`.
    """
    try:
        yield
    except (TemplateError, *_MISTAKES) as error:
        place = _place(error, own) if own is not None else None
        if place is None:
            raise
        why = str(error) or type(error).__name__
        if isinstance(error, TemplateNotFound):
            why = f"there is no template '{error.name}'"
        raise ConfigError(f"The template {place} cannot be used: {why}.") from error


def _place(error: BaseException, own: Path) -> str | None:
    """Return `file, line n` of the user's template that an error comes from."""
    if isinstance(error, TemplateSyntaxError):
        named = Path(error.filename or "")
        return f"{named}, line {error.lineno}" if named.is_relative_to(own) else None
    if isinstance(error, UnicodeDecodeError):
        files = (f for f in sorted(own.rglob("*")) if f.is_file() and not _is_utf8(f))
        return next((f"{file}, line {_bad_line(file)}" for file in files), None)
    # Jinja rewrites the traceback so that frames of templates carry their file and line.
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if Path(frame.filename).is_relative_to(own):
            return f"{frame.filename}, line {frame.lineno}"
    return None


def _is_utf8(file: Path) -> bool:
    try:
        file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _bad_line(file: Path) -> int:
    body = file.read_bytes()
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return body.count(b"\n", 0, error.start) + 1
    return 1
