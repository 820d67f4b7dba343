"""Whose "we" it is: what another organisation says of itself on the company's pages goes unread.

A parent's or partner's "About us", pasted into an advert or below a release, speaks in the same
words as the company does. Taken for the company's own, it would be wrong about everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from researcher.extract.identity import company_name, own_forms, without_form
from researcher.extract.phrases import Phrases, Said, phrases
from researcher.extract.standing import own_names, page_kinds, repeated
from researcher.models import Block, Document, Site
from researcher.text import key, sentences
from researcher.urls import host, registrable

_LONGEST = 6000
"""Characters of a block that are read as sentences."""
_SUBJECT = 60
"""Characters of a sentence in which its subject stands."""
_LEAST = 4
"""Letters from which a part of a name tells whose it is."""
_NAME = (
    r"(?:The )?(?P<name>[A-ZÀ-ÞŁ][\w&.’'-]*"
    r"(?: (?:(?:of|for|and|to|the|de|la|für|und|et|y|&) ){0,2}[A-Z0-9À-ÞŁ][\w&.’'-]*){0,7})"
)
_PLACES = r"(?:of|at|for|in|with|by|who|that|which|from|to|von|bei|de|chez|para|con)"
_BEHIND = (
    r"(?=\s*(?:[.,;:!–—(-]|$)| (?:that|which|in|of|with|based|dedicated|working|focused|focusing|"
    r"committed|providing|specializing|specialising|serving|for|from|whose|founded|headquartered|"
    r"and|mit|aus|für|das|die|der|qui|de|à|que|con|en)\b)"
)
_NOBODY = frozenset(
    {
        "it", "this", "that", "there", "he", "she", "they", "we", "our", "i", "you", "what", "who",
        "which", "each", "every", "one", "here", "today", "wir", "es", "das", "dies", "er", "sie",
        "nous", "il", "elle", "ce", "nosotros", "esta", "este",
    }
)  # fmt: skip
"""Words that begin a sentence with a capital and name no organisation."""


_NO_BODY = frozenset({"network", "brand", "business", "developer"})
"""Kinds of which a tool or a person may be one as well: neither speaks as "we"."""
_OF_OTHERS = re.compile(r"(?:They|Their|Sie sind|Ihre?|Ils|Elles|Leurs?|Ellos|Ellas)\b")


@lru_cache(maxsize=4)
def own_voice(site: Site) -> Site:
    """Return the site without the sentences that say "we" of another organisation.

    From the sentence that introduces the other ("NAME, based in …, is an organisation …") up to the
    next heading, or up to a sentence that names the company, "we" is the other's.
    """
    reader = _Reader(site)
    read = tuple(reader.read(document) for document in site.documents)
    changed = any(new is not old for new, old in zip(read, site.documents, strict=True))
    return replace(site, documents=read) if changed else site


class _Reader:
    def __init__(self, site: Site) -> None:
        kinds = set(site.words.table("facts")["kinds"]) - _NO_BODY
        nouns = "|".join(re.escape(kind) for kind in sorted(kinds, key=len, reverse=True))
        self._structure = site.words.table("structure")
        self._introduces = re.compile(
            rf"{_NAME}(?:,? \([^)]{{1,40}}\))?(?:, [^.;:]{{3,140}}?,)? (?:is|ist|est|es) "
            rf"(?:an?|the|one of the|eine?|une?|una) (?:(?!{_PLACES}\b)[\w’'/&-]+,? ){{0,9}}?"
            rf"(?:[\w-]*(?:{nouns})){_BEHIND}"
        )
        self._we: Phrases = phrases(site.words.table("stances")["we"])
        self._furniture = repeated(site.documents)
        names = {*own_names(site), *own_forms(site), key(company_name(site))}
        self._own = tuple(name for name in names if len(name) > 2)
        self._label = re.sub(r"\W", "", registrable(host(site.company.url)).split(".")[0])

    def read(self, document: Document) -> Document:
        """Return the document without the sentences of others, itself where it has none."""
        if not any(self._other(block.text) for block in document.main if _is_prose(block)):
            return document
        if "case" in page_kinds(document, self._structure):
            # A reference introduces the client, and goes on with what "we" did for it.
            return document
        other = ""
        kept: list[Block] = []
        for block in document.blocks:
            if block.kind == "heading" or block.region != "main":
                other = "" if block.region == "main" else other
                kept.append(block)
                continue
            if not _is_prose(block) or key(block.text) in self._furniture:
                kept.append(block)
                continue
            left: list[str] = []
            for line in block.lines or (block.text,):
                told = sentences(line, document.language) or [line]
                mine, other = self._mine(told, other)
                left.append(line if len(mine) == len(told) else " ".join(mine))
            if left == list(block.lines or (block.text,)):
                kept.append(block)
            elif any(left):
                lines = tuple(line for line in left if line)
                kept.append(replace(block, text=" ".join(lines), lines=lines))
        if len(kept) == len(document.blocks) and all(
            new is old for new, old in zip(kept, document.blocks, strict=True)
        ):
            return document
        return replace(document, blocks=tuple(kept))

    def _mine(self, told: Sequence[str], other: str) -> tuple[list[str], str]:
        """Return the sentences that are not the other's, and who speaks after them."""
        mine: list[str] = []
        for sentence in told:
            if found := self._other(sentence):
                other = found
            elif other and (self._names_own(sentence[:_SUBJECT]) or _OF_OTHERS.match(sentence)):
                # "They are our neighbours": who speaks of the other is somebody else.
                other = ""
            elif other and self._we.first(Said.of(sentence)):
                if not self._names_own(sentence) and not self._speaks_of(other, sentence):
                    continue
                other = ""
            mine.append(sentence)
        return mine, other

    def _other(self, text: str) -> str:
        """Return the name of the organisation that a text begins to introduce, if another's."""
        found = self._introduces.match(text)
        if found is None:
            return ""
        name = found["name"]
        if key(name).split()[0] in _NOBODY or self._is_own(name):
            return ""
        return name

    def _is_own(self, name: str) -> bool:
        said = key(without_form(name))
        solid = said.replace(" ", "")
        initials = "".join(word[0] for word in said.split())
        if not solid or self._label.startswith(solid) or self._label in (initials, solid):
            return True
        if len(self._label) >= _LEAST and self._label in solid:
            return True
        return any(f" {one} " in f" {said} " or f" {said} " in f" {one} " for one in self._own)

    def _names_own(self, text: str) -> bool:
        padded = f" {key(text)} "
        return any(f" {name} " in padded for name in self._own)

    @staticmethod
    def _speaks_of(other: str, sentence: str) -> bool:
        """Tell whether the speaker is not the other: it names it, and not as "at NAME, we"."""
        said, name = f" {key(sentence)} ", f" {key(other)} "
        at = said.find(name)
        return at > 0 and not said[:at].rstrip().endswith((" at", " bei", " chez", " en"))


def _is_prose(block: Block) -> bool:
    return block.kind in ("paragraph", "entry") and bool(block.text) and len(block.text) <= _LONGEST
