"""A PostgreSQL server of the tests' own, where the machine has the programs."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_USERS = ("postgres", "nobody")


@contextmanager
def scratch_server() -> Iterator[str]:
    """Yield the address of an empty database; skips where no server can be started."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    programs = [shutil.which(name) for name in ("initdb", "pg_ctl")]
    if not programs[0]:
        pytest.skip("no PostgreSQL server on this machine")
    initdb = Path(programs[0]).resolve()
    pg_ctl = initdb.with_name("pg_ctl")
    user = None
    if os.getuid() == 0:
        # The server refuses to run as root.
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = next((name for name in _USERS if name in names), None)
        if user is None:
            pytest.skip("PostgreSQL does not run as root, and there is no other user")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    try:
        if user:
            shutil.chown(folder, user)
        place = folder / "data"
        _run([str(initdb), "-D", str(place), "-A", "trust", "-U", "me", "-N"], user, folder)
        options = f"-k {folder} -h '' -c fsync=off"
        start = [str(pg_ctl), "-D", str(place), "-w", "-o", options, "-l", str(folder / "log")]
        _run([*start, "start"], user, folder)
        try:
            yield f"postgresql://me@/postgres?host={folder}"
        finally:
            _run([str(pg_ctl), "-D", str(place), "-m", "immediate", "stop"], user, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str], user: str | None, folder: Path) -> None:
    done = subprocess.run(
        command, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        pytest.skip(f"PostgreSQL cannot be started here: {done.stderr.strip()[:200]}")
