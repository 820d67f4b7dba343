"""Bringing an older store to the form that this program reads, after a backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from researcher.errors import StoreError
from researcher.store.seam import named
from researcher.store.tables import HEAD

if TYPE_CHECKING:
    import sqlalchemy as sa

_STEPS = Path(__file__).with_name("migrations")


def migrate(engine: sa.Engine, where: Path | str) -> Path | None:
    """Bring the store to `HEAD`, all of it or nothing; return the backup that was made first.

    A file is backed up before a step is applied to it; a server's backup is its owner's.

    Raises:
        StoreError: A newer program wrote the store: nothing is changed.
    """
    with engine.connect() as connection:
        found = version(connection)
    if found == HEAD:
        return None
    # Costs 0.2 s to import: only stores that are not yet at HEAD pay.
    import alembic.config
    import alembic.runtime.environment
    import alembic.script

    settings = alembic.config.Config()
    settings.set_main_option("script_location", str(_STEPS))
    settings.set_main_option("path_separator", "os")
    script = alembic.script.ScriptDirectory.from_config(settings)
    if found and found not in {step.revision for step in script.walk_revisions()}:
        raise StoreError(
            f"The store {named(where)} was written by a newer version of researcher "
            f"(its form is {found}, this program knows {HEAD}): update the program; "
            "nothing was changed."
        )
    backup = _back_up(where, found) if found and isinstance(where, Path) else None

    def steps(revision: object, _: object) -> object:
        return script._upgrade_revs("head", revision)  # type: ignore[arg-type]

    with (
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
        alembic.runtime.environment.EnvironmentContext(
            settings, script, fn=steps, destination_rev="head"
        ) as environment,
    ):
        environment.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
        environment.run_migrations()
    return backup


def version(connection: sa.Connection) -> str:
    """Return the form that the store has; empty where it is new."""
    import sqlalchemy as sa

    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return str(
        connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""
    )


def _back_up(path: Path, found: str) -> Path:
    """Copy the file, with what is still in its log, beside it."""
    copy = path.with_name(f"{path.name}.before-{HEAD}-from-{found}")
    partial = copy.with_name(f".{copy.name}")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(copy)
    return copy
