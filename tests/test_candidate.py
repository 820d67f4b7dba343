"""The CV and the posting: read on this machine, in bounds, and quoted as they stand."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document as Word
from pypdf import PdfWriter

from researcher.errors import ConfigError
from researcher.evidence import cite_candidate
from researcher.models import Candidate
from researcher.suggest.candidate import read_cv, read_posting, read_posting_file
from tests.build import document
from tests.suggesting import READ_AT

CV = """# Noor Valdane

noor@example.org · +32 470 12 34 56
Date of birth: 1 May 1990

## Experience

### Engineer, Port of Quellin (2022 – today)

- Moved the nightly forecast to **Kafka**,
  without a missed tide.
- Wrote the on-call guide; see [the post](https://example.org/guide).

## Skills

Python, Kafka, PostgreSQL
"""


def test_markdown_passages_know_their_headings(tmp_path: Path) -> None:
    """A bullet that runs over two lines is one passage, without marks, under its employer."""
    read = _read(tmp_path, "cv.md", CV)

    first = read.cv[0]
    assert first.text == "Moved the nightly forecast to Kafka, without a missed tide."
    assert first.path[1:] == ("Experience", "Engineer, Port of Quellin (2022 – today)")
    assert first.skills == ("streaming",)
    assert read.cv_name == "cv.md"


def test_every_passage_can_be_cited(tmp_path: Path) -> None:
    """What is quoted as the CV's stands in the CV's text."""
    read = _read(tmp_path, "cv.md", CV)

    for passage in read.cv:
        assert cite_candidate(read.cv_text, passage.text, url="cv.md", read_at=READ_AT)


def test_private_particulars_are_in_no_passage(tmp_path: Path) -> None:
    """Telephone, mail, date of birth: no question may quote them."""
    told = " ".join(p.text for p in _read(tmp_path, "cv.md", CV).cv)

    assert "noor@" not in told
    assert "470" not in told
    assert "1990" not in told


def test_plain_text_headings_are_found(tmp_path: Path) -> None:
    """Section names and lines with years stand for headings where nothing marks them."""
    text = (
        "BERUFSERFAHRUNG\n\nIngenieurin, Hafen Quellin, 2019 – 2022\n\n"
        "• Die Vorhersage der Gezeiten auf Kafka gebracht,\n  ohne eine Flut zu verpassen.\n"
    )
    read = _read(tmp_path, "cv.txt", text)

    assert read.cv[0].path == ("BERUFSERFAHRUNG", "Ingenieurin, Hafen Quellin, 2019 – 2022")
    assert read.cv[0].text.endswith("Kafka gebracht, ohne eine Flut zu verpassen.")


def test_word_file_is_read(tmp_path: Path) -> None:
    """Headings and list entries of a docx file keep their place."""
    word = Word()
    word.add_heading("Experience", 1)
    word.add_heading("Port of Quellin", 2)
    word.add_paragraph("Moved the nightly forecast to Kafka.", style="List Bullet")
    path = tmp_path / "cv.docx"
    word.save(str(path))

    read = read_cv(path)

    assert read.cv[0].text == "Moved the nightly forecast to Kafka."
    assert read.cv[0].path == ("Experience", "Port of Quellin")


def test_pdf_is_read(tmp_path: Path) -> None:
    """A line that the layout broke is whole again."""
    path = tmp_path / "cv.pdf"
    path.write_bytes(
        _pdf(["Experience", "Moved the nightly forecast of the harbour to", "a stream."])
    )

    assert read_cv(path).cv[0].text == "Moved the nightly forecast of the harbour to a stream."


@pytest.mark.parametrize(
    ("name", "body", "remedy"),
    [
        ("broken.pdf", b"%PDF-1.7 nothing", "save it as .md or .txt"),
        ("broken.docx", b"PK\x03\x04 nothing", "save it as .md or .txt"),
        ("empty.md", b"", "holds no text"),
        ("picture.md", b"\x89PNG\r\n\x00\x00\x00", "save it as .md or .txt"),
    ],
)
def test_an_unreadable_cv_is_one_clear_sentence(
    tmp_path: Path, name: str, body: bytes, remedy: str
) -> None:
    """The file is named, and what to do about it."""
    path = tmp_path / name
    path.write_bytes(body)

    with pytest.raises(ConfigError) as error:
        read_cv(path)
    assert name in str(error.value)
    assert remedy in str(error.value)


def test_scanned_and_encrypted_pdfs_are_told_apart(tmp_path: Path) -> None:
    """A scan has no text; an encrypted file needs its password taken off."""
    scan, locked = PdfWriter(), PdfWriter()
    scan.add_blank_page(200, 200)
    locked.add_blank_page(200, 200)
    locked.encrypt("secret", algorithm="RC4-128")
    for name, writer in (("scan.pdf", scan), ("locked.pdf", locked)):
        writer.write(tmp_path / name)

    with pytest.raises(ConfigError, match="a scan"):
        read_cv(tmp_path / "scan.pdf")
    with pytest.raises(ConfigError, match="encrypted"):
        read_cv(tmp_path / "locked.pdf")


def test_a_missing_or_huge_file_is_refused(tmp_path: Path) -> None:
    """Before it is read."""
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"a" * (11 * 1024 * 1024))

    with pytest.raises(ConfigError, match="larger than"):
        read_cv(huge)
    with pytest.raises(ConfigError, match="check the path"):
        read_cv(tmp_path / "none.md")


def test_the_reader_has_no_network() -> None:
    """After its limits are set, the child process opens no socket and writes no file."""
    probe = (
        "from researcher.suggest import reader\nreader._limit()\nimport socket\n"
        "for act in (lambda: socket.socket(), lambda: open('x.tmp', 'w')):\n"
        "    try:\n        act()\n    except RuntimeError:\n        print('refused', end=' ')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.split() == ["refused", "refused"]


POSTING = """# Data Engineer (m/w/d)

Marrowbridge Tides, Ostrel

## What you will do

- Keep the readings of our gauges flowing.

## What you bring

- Python and Kafka in production.

## The team

Five people who like weather.

## What we offer

- Boots.
"""


def test_posting_is_read_by_its_sections(tmp_path: Path) -> None:
    """Title, duties, requirements, team and skills; benefits are none of these."""
    path = tmp_path / "job.md"
    path.write_text(POSTING, "utf-8")

    posting = read_posting_file(path)

    assert posting.title == "Data Engineer"
    assert posting.duties == ("Keep the readings of our gauges flowing.",)
    assert posting.requirements == ("Python and Kafka in production.",)
    assert posting.team == ("Five people who like weather.",)
    assert posting.skills == ("python", "streaming")


def test_a_saved_page_and_a_fetched_one_read_alike(tmp_path: Path) -> None:
    """The posting's headings decide, wherever it came from."""
    markup = (
        "<h1>Ingénieure données</h1>"
        "<h2>Vos missions</h2><ul><li>Tenir les mesures à jour.</li></ul>"
        "<h2>Profil recherché</h2><ul><li>Python en production.</li></ul>"
    )
    path = tmp_path / "job.html"
    path.write_text(f"<html><body><nav>Menu</nav>{markup}</body></html>", "utf-8")

    saved, fetched = read_posting_file(path), read_posting(document(markup))

    assert saved.duties == fetched.duties == ("Tenir les mesures à jour.",)
    assert saved.requirements == fetched.requirements == ("Python en production.",)
    assert saved.title == fetched.title == "Ingénieure données"


def _read(folder: Path, name: str, text: str) -> Candidate:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_cv(path, read_at=READ_AT)


def _pdf(lines: list[str]) -> bytes:
    """Return a PDF of one page with these lines, written by hand."""
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 12 Tf 40 700 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = io.BytesIO(), []
    body.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        offsets.append(body.tell())
        body.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = body.tell()
    body.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    body.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    body.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )
    return body.getvalue()


@pytest.mark.parametrize(
    "dated", ["Port of Quellin, 2022 – today", "*2022 – heute*", "2019 – 2022"]
)
def test_dates_below_a_position_are_of_its_heading(tmp_path: Path, dated: str) -> None:
    """Many CVs put the employer and the dates on a line of their own: it is no line to quote."""
    text = f"# Noor\n\n## Experience\n\n### Engineer\n\n{dated}\n\n- Moved the nightly forecast.\n"
    read = _read(tmp_path, "cv.md", f"{text}\n## Education\n\nBSc Mathematics, Ostrel, 2016\n")

    assert [p.text for p in read.cv] == [
        "Moved the nightly forecast.",
        "BSc Mathematics, Ostrel, 2016",
    ]
    assert read.cv[0].path == ("Noor", "Experience", "Engineer", dated.strip("*"))


def test_positions_of_a_plain_text_cv_are_told_apart(tmp_path: Path) -> None:
    """Headings that only capitals and dates show: sections and positions."""
    text = (
        "NOOR VALDANE\nEngineer for tides\n\n"
        "EXPERIENCE\n\nEngineer, Port of Quellin, 2022 - present\n"
        "- Moved the nightly forecast to Kafka.\n\nSKILLS\nPython, Kafka, PostgreSQL\n"
    )
    read = _read(tmp_path, "cv.txt", text)

    assert read.cv[-2].path == ("EXPERIENCE", "Engineer, Port of Quellin, 2022 - present")
    assert read.cv[-1].path == ("SKILLS",)
