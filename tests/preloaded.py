"""All that a run of the program imports, reads and compiles, done once.

`tests/program.py` forks from a process that has imported this. Nothing is set up for a run here:
it is what is left in memory when another company was digested before.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil

import alembic.config
import alembic.runtime.environment
import alembic.script
import sqlalchemy.dialects.sqlite

import researcher
from researcher.render import ENDINGS, render
from researcher.render.mail import brief
from researcher.resources import shipped
from tests.changing import WORDS, on, site

__all__ = ["alembic", "sqlalchemy"]

# Once it is imported, the module of the command takes the name of the package's function `run`.
_LEFT = ("researcher.cli.run", "researcher.store.migrations")

for module in pkgutil.walk_packages(researcher.__path__, "researcher."):
    if not module.name.startswith(_LEFT):
        importlib.import_module(module.name)
for file in (shipped("config") / "vocabulary").iterdir():
    if file.name.endswith(".toml"):
        WORDS.table(file.name.removesuffix(".toml"))
digest = on(1, site())
for form in ENDINGS:
    render(digest, form)
brief(digest)
# What is garbage-collected is written to, and what is written to is copied for each fork.
gc.freeze()
