"""Bytes to text."""

from __future__ import annotations

import pytest

from researcher.page import decode, read
from tests.pages import page

GERMAN = "Größe für Bäcker"
JAPANESE = "私たちの価値観"


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (GERMAN.encode(), "text/html; charset=utf-8", GERMAN),
        (GERMAN.encode(), "text/html", GERMAN),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "text/html; charset=iso-8859-1", GERMAN),
        (GERMAN.encode("cp1252"), "text/html; charset=ISO-8859-1", GERMAN),
        ("“quoted”".encode("cp1252"), "text/html; charset=us-ascii", "“quoted”"),
        (GERMAN.encode("cp1252"), "text/html", GERMAN),
        (b"<meta charset=windows-1252>" + GERMAN.encode("cp1252"), "text/html", GERMAN),
        (GERMAN.encode("utf-16"), "text/html", GERMAN),
        (GERMAN.encode("utf-16-be"), "text/html; charset=utf-16be", GERMAN),
        (f"<p>{GERMAN}".encode("utf-16-le"), "text/html", GERMAN),
        (JAPANESE.encode("shift_jis"), "text/html; charset=Shift_JIS", JAPANESE),
        ("①株式会社".encode("cp932"), "text/html; charset=x-sjis", "①株式会社"),
        (JAPANESE.encode("euc_jp"), 'text/html; charset="euc-jp"', JAPANESE),
        ("我们的价值观".encode("gb18030"), "text/html; charset=gb2312", "我们的价值观"),
        (b"<meta http-equiv=content-type content='text/html; charset=gbk'>\xce\xd2", "", "我"),
        ("Работа".encode("koi8-r"), "text/html; charset=koi8-r", "Работа"),
        (b"caf\xe9 \xe2\x80\x99", "text/html; charset=utf-8", "café ’"),
        (b"broken \xff\xfe\xff text", "text/html; charset=utf-8", "broken"),
    ],
)
def test_charsets(body: bytes, kind: str, expected: str) -> None:
    """Byte-order mark, header, declaration, then detection; old encodings are read right."""
    assert expected in decode(page(body, kind=kind))


@pytest.mark.parametrize(
    "label",
    ["zlib_codec", "base64", "rot13", "undefined", "unicode_escape", "utf-7", "idna", "mbcs", "?"],
)
def test_no_charset_raises(label: str) -> None:
    """A label that is no charset of the web is passed over."""
    body = b"<p>plain +ADw-script+AD4- \\u0041 text \xff"

    assert "plain +ADw-script+AD4- \\u0041 text" in decode(page(body, kind=f"a; charset={label}"))
    assert read(page(body, kind=f"text/html; charset={label}")).blocks


def test_bytes_that_are_no_text_have_no_blocks() -> None:
    """A PDF that calls itself HTML is not read as a page of signs."""
    assert not read(page(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <p>x</p>")).blocks
    assert not read(page(bytes(range(256)) * 40)).blocks
