"""The child process that reads a PDF or a Word file: bytes in, lines as JSON out.

Run as `python -m researcher.suggest.reader pdf|docx`. Memory and CPU time are limited; once the
parsers are imported, sockets, other processes and writing to files are refused. Nothing of the
file's content goes anywhere but to standard output.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import sys
import warnings

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 20
PAGES = 60
CHARACTERS = 200_000
_REFUSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
)
_HEADING = re.compile(r"(heading|title|überschrift|titre|título|見出し)\s*(\d?)", re.IGNORECASE)


def main(arguments: list[str]) -> int:
    """Read standard input as the named format and print `{"lines": [[level, text], …]}`.

    Instead of lines there may be `{"error": "encrypted" | "unreadable"}`. The level is that of a
    heading (1–6), 0 for other lines, −1 for entries of a list.
    """
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    body = sys.stdin.buffer.read()
    reader = {"pdf": _pdf, "docx": _docx}[arguments[0]]
    _limit()
    try:
        found: dict[str, object] = {"lines": reader(body)}
    except PermissionError:
        found = {"error": "encrypted"}
    except Exception:  # noqa: BLE001  the parsers raise anything on broken files; this is the seam
        found = {"error": "unreadable"}
    sys.stdout.write(json.dumps(found))
    return 0


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise RuntimeError(f"{event} is refused here")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise RuntimeError("writing is refused here")


def _pdf(body: bytes) -> list[tuple[int, str]]:
    from pypdf import PdfReader

    document = PdfReader(io.BytesIO(body))
    if document.is_encrypted:
        try:
            opened = document.decrypt("")
        except Exception as error:
            raise PermissionError from error
        if not opened:
            raise PermissionError
    lines: list[tuple[int, str]] = []
    length = 0
    for page in document.pages[:PAGES]:
        for line in page.extract_text().splitlines():
            length += len(line)
            if length > CHARACTERS:
                return lines
            lines.append((0, line))
        lines.append((0, ""))
    return lines


def _docx(body: bytes) -> list[tuple[int, str]]:
    from docx import Document
    from docx.table import Table

    lines: list[tuple[int, str]] = []
    length = 0
    for part in Document(io.BytesIO(body)).iter_inner_content():
        if isinstance(part, Table):
            paragraphs = [p for row in part.rows for cell in row.cells for p in cell.paragraphs]
        else:
            paragraphs = [part]
        for paragraph in paragraphs:
            style = str(getattr(paragraph.style, "name", "") or "")
            heading = _HEADING.match(style)
            numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
            level = (
                int(heading.group(2) or 1) if heading else -1 if numbered or "List" in style else 0
            )
            for line in paragraph.text.splitlines():
                length += len(line)
                if length > CHARACTERS:
                    return lines
                lines.append((level, line))
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
