"""The labelled corpus: invented sites under `tests/data/sites`, each with its `gold.json`.

A site's folder holds its resources as UTF-8 text: `index.html` is the start page, `about.html` is
`/about/`, `news/spring.html` is `/news/spring/`, and any other file (`feed.xml`, `robots.txt`)
stands at its own name. `site.toml` tells what differs, all of it optional:

    charset = "windows-1252"      what the pages are encoded in when served (utf-8)
    header = "text/html"          the Content-Type of the pages (text/html; charset=CHARSET)
    [urls]                        file → path, where the rule above is not the site's
    [types]                       file → Content-Type
    [redirects]                   path → path, answered with 301
    [missing]                     path → file that is sent with status 404

Labels are a reader's, written before any run, and are not adjusted to what the program finds.
`python -m tests.corpus FOLDER` writes NAME.warc.gz and NAME.gold.json of every site there.
"""

from __future__ import annotations

import gzip
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SITES = Path(__file__).parent / "data" / "sites"
_ARCHIVED = "2026-11-20T08:00:00Z"
_TYPES = {
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
}
_OWN_FILES = {"gold.json", "site.toml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the invented server says at one address."""

    url: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def content_type(self) -> str:
        """Return the Content-Type, or nothing where none is sent."""
        return dict(self.headers).get("Content-Type", "")


def names() -> list[str]:
    """Return the names of the sites."""
    return sorted(path.parent.name for path in SITES.glob("*/gold.json"))


def gold(name: str) -> dict[str, Any]:
    """Return a site's labels."""
    labels: dict[str, Any] = json.loads((SITES / name / "gold.json").read_text("utf-8"))
    return labels


def answers(name: str) -> Iterator[Answer]:
    """Yield every resource of a site, then its redirects and error pages."""
    folder = SITES / name
    settings: dict[str, Any] = {}
    if (folder / "site.toml").exists():
        settings = tomllib.loads((folder / "site.toml").read_text("utf-8"))
    charset = settings.get("charset", "utf-8")
    header = settings.get("header", f"text/html; charset={charset}")
    base = f"https://www.{name}.example"
    missing = settings.get("missing", {})
    for path in sorted(folder.rglob("*")):
        file = path.relative_to(folder).as_posix()
        if not path.is_file() or file in _OWN_FILES or file in missing.values():
            continue
        kind = settings.get("types", {}).get(file) or _TYPES.get(path.suffix, header)
        body = path.read_bytes()
        if path.suffix == ".html":
            body = body.decode().encode(charset)
        where = settings.get("urls", {}).get(file) or _place(file)
        yield _answer(base + where, "200 OK", {"Content-Type": kind}, body)
    for where, target in settings.get("redirects", {}).items():
        yield _answer(base + where, "301 Moved Permanently", {"Location": base + target}, b"")
    for where, file in missing.items():
        body = (folder / file).read_bytes().decode().encode(charset)
        yield _answer(base + where, "404 Not Found", {"Content-Type": header}, body)


def _place(file: str) -> str:
    if not file.endswith(".html"):
        return f"/{file}"
    stem = file.removesuffix(".html")
    stem = "" if stem == "index" else stem.removesuffix("/index") + "/"
    return f"/{stem}"


def _answer(url: str, status: str, headers: dict[str, str], body: bytes) -> Answer:
    return Answer(url=url, status=status, headers=tuple(headers.items()), body=body)


def archive(name: str) -> bytes:
    """Return the site as an archive (WARC 1.1, one gzip member a record)."""
    members = []
    for number, answer in enumerate(answers(name)):
        lines = [f"HTTP/1.1 {answer.status}", *(f"{n}: {v}" for n, v in answer.headers)]
        http = "\r\n".join([*lines, f"Content-Length: {len(answer.body)}", "", ""])
        block = http.encode() + answer.body
        head = (
            "WARC/1.1\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"WARC-Date: {_ARCHIVED}\r\nWARC-Target-URI: {answer.url}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        members.append(gzip.compress(head.encode() + block + b"\r\n\r\n", 1, mtime=0))
    return b"".join(members)


def write(folder: Path) -> None:
    """Write archives and labels side by side, as an outside scorer takes them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names():
        (folder / f"{name}.warc.gz").write_bytes(archive(name))
        labels = json.dumps(gold(name), ensure_ascii=False, indent=1)
        (folder / f"{name}.gold.json").write_text(labels, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
