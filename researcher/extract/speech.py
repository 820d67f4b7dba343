"""How a sentence speaks: in whose voice, and whether it plans, announces, regrets or explains.

Cues to weigh, never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from researcher.extract.names import Names
from researcher.extract.roles import Roles
from researcher.extract.standing import own_names
from researcher.extract.terms import Terms
from researcher.models import Block, Document, Site
from researcher.text import key, sentences
from researcher.urls import host, registrable, same_site

LONGEST_BLOCK = 6000
"""Characters of a block that are read as sentences; what is longer is no prose."""

_COMMENT = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|commentlist|disqus\w*|respond|replies|trackbacks?)"
    r"(?:$|[\s_-])"
)
# "[Your company]", "[Java, C#, etc.]", "{{ job.title }}", "Lorem ipsum": blanks never filled in.
_BLANK = re.compile(r"\[[A-Z][^\]\[]{6,90}\]|\{\{[^{}]{1,60}\}\}|\blorem ipsum\b", re.IGNORECASE)
# Addresses of lists by author, subject or number: they show what stands elsewhere.
_ARCHIVE = re.compile(
    r"/(?:authors?|tags?|tagged|topics?|categor(?:y|ies|ias?)|kategorien?|schlagwort|categories?"
    r"|etiquetas?|page|seite|archives?)(?:/|$)",
    re.IGNORECASE,
)
_SORTED = re.compile(
    r"(?:categor|kategori|tags?|topics?|author)\w*(?:\[\]|%5b%5d)?=", re.IGNORECASE
)
_CLAUSES = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)[,;.:] (?=[A-Z])|[;:] ")
_ELSEWHERE = frozenset({"of", "at", "for", "von", "bei", "der", "de", "chez", "en"})
"""Words of a post that tell whose it may be, so that it need not be the company's."""
_PERSON = re.compile(
    r"\b(?:he|she|his|her|seine|seiner|ihre laufbahn|sein|elle|ella|él|il)\b", re.IGNORECASE
)
_OFFICER = 600
"""Characters in which a head of the company is looked for."""
_HUB = 8
"""Letters of a name that tells one site from others."""
_SOLID = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_YEAR = re.compile(r"(?<![\d.,$€£])20[2-9]\d(?![\d,]|\.\d)")


class Speech:
    """Reads sentences with the shipped cues and the company's own names."""

    def __init__(self, site: Site) -> None:
        """Compile the cues once for a site."""
        self._cues = Terms(site.words.table("stances"))
        self._own = tuple(name for name in own_names(site) if len(name) > 2)
        self._year = site.as_of.year
        roles = site.words.table("roles")
        self._roles, self._names = Roles(roles), Names(site.words.table("people"), roles)
        self._hubs = _hubs(site)
        self._known: dict[str, frozenset[str]] = {}
        self._parts: dict[tuple[str, str], tuple[str, ...]] = {}

    def cues(self, text: str) -> frozenset[str]:
        """Return the keys of `stances.toml` that the text shows, "own" and "future" among them.

        "own" says that the company is named, "future" that a year after the digest's is.
        """
        known = self._known.get(text)
        if known is None:
            found = self._cues.keys(text)
            if self._names_company(text):
                found.add("own")
            if names_later_year(text, self._year):
                found.add("future")
            known = self._known[text] = frozenset(found)
        return known

    def _names_company(self, text: str) -> bool:
        plain = key(text)
        if is_solid(text):
            return any(name.replace(" ", "") in plain.replace(" ", "") for name in self._own)
        padded = f" {plain} "
        return any(f" {name} " in padded for name in self._own)

    def ours(self, text: str) -> bool:
        """Tell whether the company speaks of itself, or is spoken of by name."""
        return bool(self.cues(text) & {"we", "own"})

    def names_officer(self, text: str) -> bool:
        """Tell whether a clause begins with a post and a name, and no company ("CEO Ana Berg …").

        On its own page, a company leaves out of which company its head is.
        """
        for clause in _CLAUSES.split(text[:_OFFICER]):
            said = clause.removeprefix("Our ").removeprefix("our ").split()
            for end in range(1, min(6, len(said) - 1)):
                post = " ".join(said[:end])
                if not said[end][:1].isupper() or self._roles.read(post) is None:
                    continue
                if not _ELSEWHERE.isdisjoint(said[:end]):
                    continue
                named = " ".join(said[end : end + 2 + said[end].endswith(".")])
                known = self._names.read(named)
                if known is not None and known.words >= 2 and not known.doubts:
                    return True
        return False

    def is_life(self, document: Document) -> bool:
        """Tell whether a page is on one person: its headline is a name, and it says "he" or "she".

        What such a page calls an aim or a present task is the person's, not the company's.
        """
        heads = [b.text for b in document.main if b.kind == "heading" and b.level <= 2][:2]
        named = (self._names.read(head) for head in (*heads, document.title.split(" | ")[0]))
        if not any(n is not None and n.words >= 2 and not n.doubts for n in named):
            return False
        said = sum(len(_PERSON.findall(b.text[:LONGEST_BLOCK])) for b in document.main)
        return said >= 2

    def is_own_hub(self, link: str) -> bool:
        """Tell whether a site bears the name of a part that the company's own menu leads to."""
        return registrable(host(link)).split(".")[0].replace("-", "") in self._hubs

    def uses(self, sentence: str) -> bool:
        """Tell whether the sentence is about working with something."""
        return "use" in self.cues(sentence)

    def names_skills(self, heading: str) -> bool:
        """Tell whether a heading stands over requirements, tools or a stack."""
        return len(heading.split()) <= 6 and len(heading) <= 60 and "skills" in self.cues(heading)

    def sentences(self, block: Block, document: Document) -> tuple[str, ...]:
        """Return the block's sentences; a block far longer than prose gives none."""
        if len(block.text) > LONGEST_BLOCK:
            return ()
        place = (block.text, document.language)
        if place not in self._parts:
            parts = sentences(block.text, document.language)
            self._parts[place] = tuple(_rejoined(block.text, parts))
        return self._parts[place]

    def sentence(self, block: Block, offset: int, document: Document) -> str:
        """Return the sentence that stands at the offset, the block's text where none does."""
        parts = self.sentences(block, document)
        if len(parts) <= 1:
            return block.text
        start = 0
        for part in parts:
            at = block.text.find(part, start)
            if at < 0:
                continue
            start = at + len(part)
            if at <= offset < start:
                return part
        return block.text


def _hubs(site: Site) -> frozenset[str]:
    """Return the names in the start page's menu that lead to pages of its own, joined."""
    return frozenset(
        joined
        for document in site.documents[:1]
        for link in document.links
        if link.region in ("nav", "header") and same_site(link.url, site.company.url)
        for joined in (key(link.text).replace(" ", ""),)
        if len(joined) >= _HUB
    )


def is_solid(text: str) -> bool:
    """Tell whether the text is in a script that parts no words and says much in few characters."""
    return bool(_SOLID.search(text))


def names_later_year(text: str, year: int) -> bool:
    """Tell whether the text names a year after the given one: it speaks of what is to come."""
    return any(int(found) > year for found in _YEAR.findall(text))


def _rejoined(text: str, parts: Sequence[str]) -> Iterator[str]:
    """Yield the sentences, put together again where a name with a point in it was parted.

    "We build on ASP" and ".NET Core." were one sentence: no space follows the point.
    """
    held, start, end = "", 0, 0
    for part in parts:
        at = text.find(part, end)
        if at < 0:
            continue
        if held and at == end and held[-1] == "." and part[0].isalnum():
            held = text[start : at + len(part)]
        else:
            if held:
                yield held
            held, start = part, at
        end = at + len(part)
    if held:
        yield held


def is_comment(block: Block) -> bool:
    """Tell whether readers of the page wrote the block, by its element's names."""
    return bool(_COMMENT.search(block.classes))


def is_archive(document: Document) -> bool:
    """Tell whether the page lists what stands elsewhere, by author, subject or page number."""
    return bool(_ARCHIVE.search(urlsplit(document.url).path))


def lists_others(url: str) -> bool:
    """Tell whether an address is that of a category, a tag or an author, no piece's own."""
    parts = urlsplit(url)
    return bool(_ARCHIVE.search(parts.path) or _SORTED.search(parts.query))


def is_template(document: Document) -> bool:
    """Tell whether the page is template copy whose blanks nobody filled in."""
    blanks = 0
    for block in document.main:
        if len(block.text) <= LONGEST_BLOCK:
            blanks += len(_BLANK.findall(block.text))
    return blanks >= 3


@lru_cache(maxsize=2)
def speech_of(site: Site) -> Speech:
    """Return the site's `Speech`, the same one for everybody: it remembers what it has read."""
    return Speech(site)
