"""The house: imports point down, and only the modules meant to know a library know it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "researcher"

LAYERS: tuple[tuple[str, ...], ...] = (
    ("__main__",),
    ("cli",),
    ("runs",),
    ("pipeline",),
    ("assembly",),
    ("config",),
    ("settings_file",),
    (
        "fetch",
        "extract",
        "suggest",
        "rephrase",
        "render",
        "changes",
        "deliver",
        "store",
        "schedule",
    ),
    ("evidence",),
    ("discretion",),
    ("page",),
    ("reading",),
    ("signposts",),
    ("dates",),
    ("vocabulary",),
    ("text", "urls", "resources"),
    ("models",),
    ("errors",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

OWNERS = {
    # A language model is asked apart from `fetch`: its address is the user's own, mostly on this
    # machine, where the web's address guard lets nothing through, and nothing of it is recorded.
    "httpx": {"fetch/http.py", "fetch/connect.py", "fetch/failures.py", "rephrase/client.py"},
    "httpcore": {"fetch/connect.py"},
    "selectolax": {"page.py", "reading"},
    "trafilatura": set(),
    "warcio": {"fetch/record.py"},
    "feedparser": {"fetch/feed.py"},
    "click": {"cli"},
    "rich": {"cli"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "smtplib": {"deliver/mail.py"},
    "icalendar": {"schedule"},
    "apprise": {"deliver/notify.py"},
}
"""Library → the only places that may import it; the rest of the program can be moved off it."""


@cache
def _modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


@cache
def _imports(tree: ast.Module) -> tuple[str, ...]:
    return tuple(_imported(tree))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module == "researcher":
                yield from (f"researcher.{alias.name}" for alias in node.names)
            else:
                yield node.module


def _place(module: str) -> str:
    return module.split(".")[1] if module.startswith("researcher.") else ""


def test_imports_point_down() -> None:
    """No module imports from a layer above, and the steps do not import each other."""
    wrong = []
    for name, tree in _modules():
        here = name.split("/")[0].removesuffix(".py")
        if here == "__init__":
            continue
        for module in _imports(tree):
            there = _place(module)
            if there and there in LEVEL and there != here and LEVEL[there] <= LEVEL[here]:
                wrong.append(f"{name} imports {module}")
    assert wrong == []


def test_every_module_has_its_layer() -> None:
    """A new module must say where it stands."""
    names = {name.split("/")[0].removesuffix(".py") for name, _ in _modules()}
    assert names - {"__init__"} <= set(LEVEL)


@pytest.mark.parametrize("library", OWNERS)
def test_libraries_stay_behind_their_seam(library: str) -> None:
    """One module a library, so that replacing it is a change of one file."""
    users = {
        name
        for name, tree in _modules()
        for module in _imports(tree)
        if module.split(".")[0] == library
    }
    assert {
        user for user in users if not any(user.startswith(owner) for owner in OWNERS[library])
    } == set()


def test_evidence_has_one_constructor() -> None:
    """Nothing but `evidence.py` makes evidence: there the quote is looked up in the page."""
    makers = {
        name
        for name, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Evidence"
    }
    assert makers == {"evidence.py"}


def test_html_parser_is_banned() -> None:
    """BeautifulSoup's `html.parser` takes quadratic time on hostile markup."""
    banned = "html" + ".parser"
    users = [name for name, _ in _modules() if banned in (PACKAGE / name).read_text("utf-8")]
    assert users == []


def test_only_the_pipeline_and_the_command_line_catch_everything() -> None:
    """Elsewhere an error is translated at its seam, by its name."""
    wide = {
        name
        for name, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    }
    # The reader of foreign PDF and DOCX files is a process of its own: it reports, whatever it was.
    assert wide <= {"pipeline.py", "cli/__init__.py", "runs/__init__.py", "suggest/reader.py"}


def test_only_the_command_line_prints() -> None:
    """Results on standard output, the rest on standard error, decided in one place."""
    printers = {
        name
        for name, tree in _modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "print")
        or (
            isinstance(node, ast.Attribute)
            and node.attr in ("stdout", "stderr")
            and isinstance(node.value, ast.Name)
            and node.value.id == "sys"
        )
    }
    assert {name for name in printers if not name.startswith("cli/")} <= {"suggest/reader.py"}
