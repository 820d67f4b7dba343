"""Whose people a page, a heading or a card speaks of: the company's, its board's, outsiders."""

from __future__ import annotations

import re
from collections.abc import Iterable

from researcher.extract.roles import Roles
from researcher.models import Block, Document, Site
from researcher.text import key
from researcher.urls import segments

TEAM, BOARD, ADVISER, FORMER, OUTSIDE = "team", "board", "adviser", "former", "outside"
_CJK = re.compile(r"[぀-ヿ一-鿿]")
_PARTS = re.compile(r"[\W_]+")
_LONGEST = 12
_DATED = re.compile(r"/(?:19|20)\d\d[/_-]\d\d?(?:[/_-]|$)")


_SMALL = frozenset(
    {
        "the", "a", "an", "and", "of", "our", "its", "s", "und", "der", "die", "das", "unser",
        "unsere", "et", "le", "la", "les", "nos", "notre", "de", "des", "du", "y", "el", "los",
        "las", "nuestro", "nuestra", "nuestros", "nuestras", "all",
    }
)  # fmt: skip


class Phrases:
    """A set of phrases, looked up as whole words in short texts."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Keep the terms by their words; those in unspaced scripts as they are."""
        terms = tuple(terms)
        self._han = tuple(t.replace(" ", "") for t in terms if _CJK.search(t))
        self._words = {
            tuple(w for w in key(t).split() if w not in _SMALL) or tuple(key(t).split())
            for t in terms
            if not _CJK.search(t)
        }
        self._most = max((len(w) for w in self._words), default=0)

    def share(self, text: str) -> float:
        """Return how much of the text's words the longest phrase in it takes, 0 without one."""
        if self._han and _CJK.search(text):
            hit = max((len(t) for t in self._han if t in text), default=0)
            if hit:
                return min(1.0, hit / len(text.replace(" ", "")))
        words = [w for w in key(text).split() if w not in _SMALL]
        best = 0
        for start in range(len(words)):
            for stop in range(start + 1, min(len(words), start + self._most) + 1):
                if stop - start > best and tuple(words[start:stop]) in self._words:
                    best = stop - start
        return best / len(words) if words else 0.0


class Affiliations:
    """Tells whose people stand under a heading, on a page, in a card."""

    def __init__(self, site: Site, own: Iterable[str]) -> None:
        """Read the vocabulary `people`; `own` are the company's names by `text.key`."""
        people = site.words.table("people")
        self._own = tuple(own)
        self._site = site
        self._phrases = {
            name: Phrases(people[name]) for name in (OUTSIDE, FORMER, ADVISER, BOARD, TEAM)
        }
        self._alone = frozenset(key(t) for t in people["team_alone"])
        self._classes = frozenset(people["classes"])
        self._outside_classes = frozenset(people["outside_classes"])
        self._organisations = frozenset(people["organisations"])
        at = "|".join(re.escape(t) for t in people["at"] if t not in ("of", "with", "for", "de"))
        self._at = re.compile(rf"(?:^|\s)(?:{at})\s+(?:the\s+)?(?=[A-ZÄÖÜÀ-Þ@\d])")
        self._headings: dict[str, str] = {}

    def heading(self, text: str) -> str:
        """Return whose people a heading announces; empty where it announces none."""
        if text not in self._headings:
            self._headings[text] = self._heading(text)
        return self._headings[text]

    def _heading(self, text: str) -> str:
        words = text.split()
        if not words or len(words) > _LONGEST:
            return ""
        if key(text) in self._alone:
            return TEAM
        shares = {name: phrases.share(text) for name, phrases in self._phrases.items()}
        if shares[FORMER] and len(words) <= 6:
            return FORMER
        best = max(shares, key=lambda name: shares[name])
        # A longer heading merely mentions the word ("Our team of engineers helped a client").
        if shares[best] * len(words) < 1 or (shares[best] < 0.2 and len(words) > 6):
            return ""
        return best

    def page(self, document: Document) -> str:
        """Return whose people the page is about, by its address, then by its title."""
        for part in reversed(segments(document.url)):
            if found := self.heading(" ".join(p for p in _PARTS.split(part) if p)):
                return found
        heads = [b.text for b in document.main if b.kind == "heading" and b.level == 1][:2]
        title = re.split(r" [|–—·-] ", document.title)[0]
        for text in (*heads, title):
            if len(text.split()) <= 5 and (found := self.heading(text)):
                return found
        return ""

    def card(self, block: Block) -> str:
        """Return what a block's class names say: team, outside, or nothing."""
        names = set(_PARTS.split(block.classes))
        if names & self._outside_classes:
            return OUTSIDE
        return TEAM if names & self._classes else ""

    def is_own(self, text: str) -> bool:
        """Tell whether the text begins with the company's own name."""
        plain = key(text)
        return any(plain == own or plain.startswith(own + " ") for own in self._own)

    def names_own(self, text: str) -> bool:
        """Tell whether the company's own name stands in the text."""
        plain = f" {key(text)} "
        return any(f" {own} " in plain or (_CJK.search(own) and own in plain) for own in self._own)

    def is_foreign(self, role: str) -> bool:
        """Tell whether a role is one at another organisation ("CTO at Acme", "Head, Acme Ltd")."""
        if found := self._at.search(role):
            return not self.is_own(role[found.end() :])
        words = {w.strip("(),").casefold() for w in role.split()}
        return bool(words & self._organisations) and not self.names_own(role)

    def is_elsewhere(self, role: str, roles: Roles) -> bool:
        """Tell whether a post is one at another organisation, were it but named after a comma."""
        _, comma, rest = role.partition(", ")
        told = bool(comma) and roles.rank(rest) is None and not self.is_own(rest)
        return told or self.is_foreign(role)


def is_entry(document: Document) -> bool:
    """Tell whether the page is one dated piece among many: a post, a press release."""
    if document.source in ("feed", "news") or _DATED.search(document.url):
        return True
    kinds = {t for thing in document.things for t in thing.types}
    if kinds & {"BlogPosting", "NewsArticle"}:
        return True
    parts = segments(document.url)
    return len(parts) > 1 and any(p in _ENTRIES for p in parts[:-1])


_ENTRIES = frozenset(
    {
        "blog", "blogs", "news", "press", "newsroom", "post", "posts", "articles", "article",
        "aktuelles", "neuigkeiten", "presse", "actualites", "actualités", "noticias", "prensa",
        "updates", "insights", "stories", "press-releases", "all-news", "media", "journal",
    }
)  # fmt: skip
