"""Bytes → text, in the order of the WHATWG Encoding and HTML standards. Never raises.

https://encoding.spec.whatwg.org/ and https://html.spec.whatwg.org/#determining-the-character-encoding
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from researcher.reading import listed

# Browsers read these labels as the larger set that contains them (WHATWG "names and labels").
_WIDER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
# A closed list: Python knows codecs that are no text ("zlib_codec"), that always raise
# ("undefined") or that browsers refuse because they hide markup ("utf-7").
_KNOWN = listed(
    "utf-8 utf-16-le utf-16-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 "
    "cp866 cp874 cp932 cp949 gb18030 big5hkscs euc_jp iso2022_jp koi8-r koi8-u mac-roman "
    "mac-cyrillic iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
    "iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16"
)
_LABELS = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "x-user-defined": "cp1252",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "iso-8859-8-i": "iso8859-8",
    "utf8": "utf-8",
    "unicode": "utf-16-le",
}
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1f\x8b")
# Bytes that stand in no text of any charset (WHATWG "binary data byte").
_BINARY = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_XML = re.compile(r"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]+)", re.IGNORECASE)
_FOREIGN_CHARACTER = re.compile("[^\x00-\x7f\ufffd]")
_LONE = "researcher-lone-byte"
_STRAY = 2000
_PRESCAN = 4096
_SAMPLE = 32768
# What charset-normalizer may be believed about: scripts that share no bytes with Western text.
_FOREIGN = listed("cp932 cp949 gb18030 big5hkscs euc_jp iso2022_jp cp1251 koi8-r cp866")


@lru_cache(maxsize=256)
def codec(label: str) -> str:
    """Return the Python codec that a charset label means, or the empty string."""
    label = label.strip().strip("\"'").lower()
    try:
        name = _LABELS.get(label) or codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    name = _WIDER.get(name, name)
    return name if name in _KNOWN else ""


def read_text(body: bytes, content_type: str) -> str:
    """Return the text of a resource; bytes that fit no character become U+FFFD."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    name = _declared(body, content_type)
    if name:
        return _mended(body) if name == "utf-8" else body.decode(name, "replace")
    return body.decode(_detected(body), "replace")


def _mended(body: bytes) -> str:
    """Decode what calls itself UTF-8; in it a lone Western byte is what a word processor left."""
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if wrong and not _FOREIGN_CHARACTER.search(text):
        # Not one character of it is UTF-8: the name is wrong.
        return body.decode(_detected(body), "replace")
    return body.decode("utf-8", _LONE) if 0 < wrong <= _STRAY else text


def _lone(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    body, start, end = error.object, error.start, error.end
    around = body[max(0, start - 1) : start] + body[end : end + 1]
    if end - start == 1 and around.isascii():
        return body[start:end].decode("cp1252", "replace"), end
    return "\ufffd", end


codecs.register_error(_LONE, _lone)


def is_binary(body: bytes) -> bool:
    """Tell whether these bytes are no text: a PDF, a picture, an archive, whatever they are called.

    By their first bytes, as in https://mimesniff.spec.whatwg.org/.
    """
    head = body[:_PRESCAN]
    if head.lstrip().startswith(_SIGNATURES):
        return True
    if head.startswith(tuple(mark for mark, _ in _BOMS)) or head[:2] in (b"<\x00", b"\x00<"):
        return False
    return len(head.translate(None, _BINARY)) < 0.97 * len(head)


def _declared(body: bytes, content_type: str) -> str:
    found = _CHARSET.search(content_type)
    name = codec(found[1]) if found else ""
    if name:
        return name
    for mark, wide in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if body[:2] == mark:
            return wide
    head = body[:_PRESCAN].decode("latin-1")
    found = _XML.search(head) or _CHARSET.search(head)
    name = codec(found[1]) if found else ""
    # A declaration that could be read as ASCII cannot stand in UTF-16.
    return "utf-8" if name.startswith("utf-16") else name


def _detected(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body cut off inside a character is still UTF-8.
        if error.start >= len(body) - 4 and error.start > 0:
            return "utf-8"
    else:
        return "utf-8"
    # Costs 30 ms to import: only pages that declare nothing pay.
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE], cp_isolation=sorted(_FOREIGN | {"cp1252"})).best()
    name = codec(best.encoding) if best else ""
    return name if name in _FOREIGN else "cp1252"
