"""What the candidate gives: the CV as passages that can be quoted, the posting by its sections.

All of it stays on this machine. Lines with private particulars (telephone, mail, address, date of
birth) are in no passage, so no question and no output can quote them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bs4 import BeautifulSoup

from researcher.errors import ConfigError
from researcher.models import Candidate, Document, Passage, Posting, Words
from researcher.suggest.matching import Skills
from researcher.text import clean, fold, key
from researcher.vocabulary import Vocabulary

LARGEST = 10 * 1024 * 1024
"""Bytes of a CV or posting file."""
SECONDS = 30
_REMEDY = "save it as .md or .txt and pass that"
_BULLET = re.compile(r"^\s*(?:[-*+•‣◦▪●·–—\uf0b7]|\d{1,2}[.)])\s+")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SPAN = re.compile(
    r"\b(?:19|20)\d\d\b\s*(?:[-–—/]|to|bis|à|a)\s*(?:\w+\.?\s+)?(?:(?:19|20)\d\d\b|\w+)|\b(?:19|20)\d\d\s*$"
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|https?://|www\.|linkedin\.com|github\.com/|(?:\+|\b00)\d[\d\s()/.-]{6,}|"
    r"\b\d{3,5}[-\s/]\d{3,}[-\s]?\d{2,}\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b"
)
_DATED, _HEADING = 2, 90
"""Lines below a position's name that may hold its dates, and the most characters of one."""
_SHORTEST = 12
"""Characters of a line that tells something."""

_Line = tuple[int, str]
"""Level (1–7 a heading, 0 a line, −1 an entry of a list) and text."""


def read_cv(
    path: Path,
    candidate: Candidate | None = None,
    *,
    read_at: datetime | None = None,
    words: Words | None = None,
) -> Candidate:
    """Return the candidate with the CV's passages, its name and its plain text.

    Reads Markdown, plain text, PDF and Word (docx), the last two in a child process with limits.

    Raises:
        ConfigError: The file is missing, too large, encrypted, without text or of another kind.
    """
    words = words or Vocabulary()
    skills = Skills(words)
    lines = _lines(path, "CV", words)
    passages = _passages(lines, skills, words)
    text = "\n".join(line for _, line in lines)
    if not passages:
        raise ConfigError(f"The CV {path} holds no text that can be read: {_REMEDY}.")
    return replace(
        candidate or Candidate(),
        cv=passages,
        cv_name=path.name,
        cv_text=text,
        cv_read_at=read_at,
    )


def read_notes(
    path: Path,
    candidate: Candidate | None = None,
    *,
    read_at: datetime | None = None,
    words: Words | None = None,
) -> Candidate:
    """Return the candidate with their private notes, line by line (Markdown or plain text).

    Raises:
        ConfigError: The file is missing, too large, of another kind, or holds no text.
    """
    words = words or Vocabulary()
    if path.suffix.lower() not in (".md", ".txt", ".text", ".markdown"):
        raise ConfigError(f"The notes {path} are of a kind that is not read here: {_REMEDY}.")
    lines = _lines(path, "notes", words)
    passages = _passages(lines, Skills(words), words)
    if not passages:
        raise ConfigError(f"The notes {path} hold no text that can be read: {_REMEDY}.")
    return replace(
        candidate or Candidate(),
        notes=passages,
        notes_name=path.name,
        notes_text="\n".join(line for _, line in lines),
        notes_read_at=read_at,
    )


def read_posting_file(path: Path, words: Words | None = None) -> Posting:
    """Return the posting that a file holds: Markdown, text, HTML, PDF or Word.

    Raises:
        ConfigError: The file is missing, too large or cannot be read.
    """
    words = words or Vocabulary()
    return _posting(_lines(path, "posting", words), path.name, "", words)


def read_posting(document: Document, words: Words | None = None) -> Posting:
    """Return the posting on a page that was fetched; menus and footers are left out."""
    lines: list[_Line] = []
    for block in document.main:
        if block.kind in ("button", "caption", "code"):
            continue
        level = {"heading": block.level or 2, "entry": -1}.get(block.kind, 0)
        lines += [(level, clean(line)) for line in (block.lines or (block.text,))]
    return _posting(lines, document.page.url, document.title, words or Vocabulary())


def _lines(path: Path, what: str, words: Words) -> list[_Line]:
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigError(
                f"The {what} {path} is larger than {LARGEST // 1024**2} MB: pass a shorter file."
            )
        body = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise ConfigError(
            f"The {what} {path} cannot be read ({reason}): check the path."
        ) from error
    ending = path.suffix.lower()
    if body.startswith(b"%PDF") or ending == ".pdf":
        return _joined(_headed(_in_child(body, "pdf", path, what), words))
    if ending == ".docx":
        return _tidy(_headed(_in_child(body, "docx", path, what), words))
    if b"\0" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError(f"The {what} {path} is of a kind that is not read here: {_REMEDY}.")
    text = _text(body)
    if ending in (".html", ".htm") or text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        return _tidy(_markup(text))
    raw = text[:400_000].splitlines()
    lines = [_marked(line) for line in raw]
    if any(level > 0 for level, _ in lines):
        return _tidy(lines)
    return _joined(_headed(lines, words))


def _text(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("windows-1252", "replace")


def _in_child(body: bytes, kind: str, path: Path, what: str) -> list[_Line]:
    """Parse in a child process: a hostile file may exhaust it, never us."""
    home = str(Path(__file__).parents[2])
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            [sys.executable, "-P", "-m", "researcher.suggest.reader", kind],
            input=body,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={**kept, "PYTHONPATH": home},
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError) as error:
        # `from None`: the error would carry the file's bytes.
        del error
        raise ConfigError(f"The {what} {path} is too large or broken: {_REMEDY}.") from None
    if answer.get("error") == "encrypted":
        raise ConfigError(f"The {what} {path} is encrypted: save it without a password.")
    lines = [(int(level), str(text)) for level, text in answer.get("lines", ())]
    if "error" in answer:
        raise ConfigError(f"The {what} {path} is too large or broken: {_REMEDY}.")
    if not any(text.strip() for _, text in lines):
        raise ConfigError(f"The {what} {path} holds no text (a scan?): {_REMEDY}.")
    return [
        (level, clean(_BULLET.sub("", text))) if level else _marked(text) for level, text in lines
    ]


def _marked(line: str) -> _Line:
    """Read one line of Markdown or plain text."""
    heading = re.match(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$", line)
    if heading:
        return len(heading.group(1)), _plain(heading.group(2))
    bare = line.strip()
    if re.fullmatch(r"\*\*[^*]{2,80}\*\*.{0,40}", bare):
        return 7, _plain(bare)
    if _BULLET.match(line):
        return -1, _plain(_BULLET.sub("", line))
    return 0, _plain(line)


def _plain(text: str) -> str:
    return clean(_MARKS.sub("", _LINK.sub(r"\1", text)))


def _markup(text: str) -> list[_Line]:
    """Read a saved page: headings, list entries, paragraphs, without menus and scripts."""
    soup = BeautifulSoup(text, "lxml")
    for dropped in soup.find_all(
        ["script", "style", "nav", "header", "footer", "form", "template"]
    ):
        dropped.decompose()
    lines: list[_Line] = []
    for element in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "dt", "dd", "td"]):
        if element.find(["p", "li", "td"]) is not None:
            continue
        level = int(element.name[1]) if re.fullmatch(r"h\d", element.name) else 0
        inside_list = element.name == "li" or element.find_parent("li") is not None
        lines.append((level or (-1 if inside_list else 0), clean(element.get_text(" "))))
    return lines


def _tidy(lines: Iterable[_Line]) -> list[_Line]:
    """Put a Markdown bullet's continuation lines to it; drop empty lines."""
    found: list[_Line] = []
    open_entry = False
    for level, text in lines:
        if not text:
            open_entry = False
            continue
        if level == 0 and open_entry and found and found[-1][0] == -1:
            found[-1] = (-1, f"{found[-1][1]} {text}")
            continue
        found.append((level, text))
        open_entry = level == -1
    return found


def _joined(lines: Sequence[_Line]) -> list[_Line]:
    """Join what the layout broke: a line that goes on in the next, which begins in lower case."""
    found: list[_Line] = []
    fresh = True
    for level, text in lines:
        if not text:
            fresh = True
            continue
        goes_on = (
            not fresh
            and found
            and level == 0
            and found[-1][0] <= 0
            and (text[0].islower() or found[-1][1].endswith((",", "-", "(")))
            and not found[-1][1].endswith((".", ";", ":"))
        )
        if goes_on:
            before = found[-1][1]
            glue = "" if before.endswith("-") and text[0].islower() else " "
            found[-1] = (found[-1][0], f"{before}{glue}{text}")
        else:
            found.append((level, text))
        fresh = False
    return found


def _headed(lines: Sequence[_Line], words: Words) -> list[_Line]:
    """Find headings that only the layout shows: known section names, lines with a span of years."""
    known = {term for terms in words.table("sections").values() for term in terms}
    found: list[_Line] = []
    for level, text in lines:
        bare = text.rstrip(":： ").casefold()
        if level == 0 and text and len(text) <= 45 and (bare in known):
            found.append((2, text.rstrip(":： ")))
        elif (
            level == 0
            and text
            and len(text) <= 90
            and _SPAN.search(text)
            and not text.endswith(".")
        ):
            found.append((3, text))
        else:
            found.append((level, text))
    return found


def _passages(lines: Iterable[_Line], skills: Skills, words: Words) -> tuple[Passage, ...]:
    sections = words.table("sections")
    private = tuple(sections.get("private", ()))
    positions = {key(term) for term in sections.get("cv_experience", ())}
    stack: list[tuple[int, str]] = []
    found: list[Passage] = []
    below = 0
    for level, text in lines:
        if level > 0:
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, text))
            below = 0
            continue
        below += 1
        # "Brightline Transit, 2021 – today" below a position's name belongs to the heading.
        if (
            level == 0
            and below <= _DATED
            and any(key(heading) in positions for _, heading in stack[:-1])
            and _SPAN.search(text)
            and len(text) <= _HEADING
            and not text.endswith(".")
            and not _is_private(text, private)
        ):
            stack.append((stack[-1][0] + 1, text))
            continue
        if len(text) < _SHORTEST or _is_private(text, private):
            continue
        path = tuple(heading for _, heading in stack if not _is_private(heading, private))
        found.append(Passage(text=fold(text), path=path, skills=skills.find(text)))
    return tuple(found)


def _is_private(text: str, private: Sequence[str]) -> bool:
    if _CONTACT.search(text):
        return True
    start = text.casefold()
    return any(re.match(rf"{re.escape(term)}\s*[:：.]", start) for term in private)


def _posting(lines: Sequence[_Line], url: str, title: str, words: Words) -> Posting:
    sections = words.table("sections")
    lines = _tidy(lines)
    first = next((text for level, text in lines if level == 1), "")
    if not first:
        first = title or next((text for _, text in lines), "")
    gathered: dict[str, list[str]] = {"duties": [], "requirements": [], "team": []}
    section = ""
    for level, text in lines:
        named = _section(text, sections) if level > 0 or len(text) < 45 else ""
        if named or level > 0:
            section = named
        elif section in gathered and len(text) >= _SHORTEST:
            gathered[section].append(text)
    full = "\n".join(text for _, text in lines)
    return Posting(
        title=job_title(first),
        url=url,
        duties=tuple(gathered["duties"]),
        requirements=tuple(gathered["requirements"]),
        skills=Skills(words).find(full),
        team=tuple(gathered["team"]),
        text=full,
    )


def _section(heading: str, sections: object) -> str:
    bare = key(heading)
    assert hasattr(sections, "items")  # noqa: S101
    for name, terms in sections.items():
        if name.startswith("posting_") and bare in {key(term) for term in terms}:
            return str(name).removeprefix("posting_")
    return ""


def job_title(text: str) -> str:
    """Return the job's name: without the firm, the place and "(m/f/d)" behind it."""
    bare = re.sub(r"\s*\((?:[mwfdxh]\s*[/|]\s*)+[mwfdxh*]\)", "", text, flags=re.IGNORECASE)
    return fold(re.split(r"\s+[|–—·-]\s+", bare)[0])[:90]
