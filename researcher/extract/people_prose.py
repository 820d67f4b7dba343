"""People in sentences: "our CEO, …", "…, Head of Product at NAME", "founded by …"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from researcher.extract.affiliation import FORMER, OUTSIDE, TEAM, Affiliations, Phrases, is_entry
from researcher.extract.names import Names
from researcher.extract.people_blocks import pairs
from researcher.extract.people_lists import Candidate
from researcher.extract.roles import CHIEF, Roles
from researcher.models import Block, Document, Site
from researcher.text import fold, sentences

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĪŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_WORD = rf"[{_UPPER}](?:[\w'’-]+|\.)"
_PARTICLE = (
    r"(?:de la|de|del|della|di|da|do|dos|du|van der|van den|van|von der|von|den|ter|la|le|el|al|"
    r"bin|y|zu)"
)
_NAME = rf"{_WORD}(?: (?:{_PARTICLE} )?{_WORD}){{1,4}}"
_TITLED = rf"(?:(?:Dr|Prof|Mr|Mrs|Ms|Mag|Sir|Sr|Sra)\.? )*({_NAME})"
_NAME_BEFORE = re.compile(
    rf"{_TITLED}(?:,| –| —| -| \(|:)?(?: (?:is|as|ist|als|est|es|the|our|a|der|die|le|la|el|"
    r"unser|unsere|notre|nuestro|nuestra|and|now|who is|currently))*\s*$"
)
_NAME_AFTER = re.compile(rf"^(?:,| –| —|:| is| ist| est| es)?\s*{_TITLED}")
_JOIN = re.compile(r"\s*(?:and|und|et|y|&|/|,|\||\+|-)?\s*(?:the\s+)?", re.IGNORECASE)
_TAIL = re.compile(
    r"^((?: [\w&/’'-]+){0,6}?),? ?(?:here )?"
    r"(?:\b(?:at|of|for|bei|von|der|des|chez|de|del|en|with)\b|,|@)\s+(?:the |der |die )?",
)
_PREFIX = re.compile(
    rf"(?:\b[Tt]he|\bour|\bder|\bdie|\bla|\ble|\bel) ((?:[{_UPPER}][\w&-]+ ){{1,3}})$"
)
_HAN = re.compile(r"[一-鿿]")
_HAN_ROLE = re.compile(
    r"[:：のは・\s]{0,3}([一-鿿]{1,4}[ \u3000]?[一-鿿ぁ-んァ-ヶ]{0,4}?)"
    r"(?=[、，,)）\s。がはもと（(]|$|氏|さん)"
)
_OWN_CHIEF = re.compile(
    r"(?:^|[にへで、。「]|当社|弊社|私たち)((?:代表取締役|取締役)?(?:C[A-Z]O)|代表取締役|取締役)の([一-鿿々]{2,4})(?=[がはもを、])"
)
_COLON_NAME = re.compile(rf"^[^,;:()]{{0,40}}: {_TITLED}(?=[,;)\s])")
_LONGEST = 420
_BYLINE = 140
_STALE = timedelta(days=3 * 366)


class Prose:
    """Finds people whom a sentence ties to the company."""

    def __init__(
        self, site: Site, own: Iterable[str], names: Names, roles: Roles, affiliations: Affiliations
    ) -> None:
        """Keep the readers; `own` are the company's names as they may stand in text."""
        people, table = site.words.table("people"), site.words.table("roles")
        self._names, self._roles, self._affiliations = names, roles, affiliations
        self._as_of = site.as_of
        self._own = tuple(o.casefold() for o in own)
        self._ours = re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(t) for t in people['own'])})\s+(?:[\w-]+ )?$",
            re.IGNORECASE,
        )
        self._our_words = tuple(people["own"])
        self._founded = re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(t) for t in people['founded_by'])})\s+", re.IGNORECASE
        )
        self._speaks = re.compile(
            rf"(?<!\w)(?i:{'|'.join(re.escape(t) for t in people['speaks'])})"
            rf"\s+({_WORD}(?: {_WORD})?)"
        )
        self._written = re.compile(
            rf"^(?i:{'|'.join(re.escape(t) for t in people['written_by'])})"
            rf"\s*:? {_TITLED}, (.{{2,60}})$"
        )
        self._dated = re.compile(
            rf"^[^,]{{0,12}}\d[^A-Za-z]{{0,4}}(?:, )?\d{{2,4}} {_TITLED}, (.{{2,60}})$"
        )
        self._former = Phrases(people[FORMER])
        self._firsts = frozenset(
            t.split()[0] for terms in table.values() for t in terms if t[0] != "*"
        )
        self._han_roles = tuple(
            t for k in ("chief", "executive") for t in table[k] if _HAN.search(t)
        )

    def read(self, document: Document, place: int) -> Iterator[Candidate]:
        """Yield the people of one page's sentences, with the sentence as the quote.

        Nothing from pages of customers and the like, and from entries older than three years.
        """
        if self._affiliations.page(document) in (OUTSIDE, FORMER):
            return
        dated, entry = document.published, is_entry(document)
        if dated and entry and self._as_of - dated.last > _STALE:
            return
        for block in document.main:
            if block.kind == "code" or not 12 <= len(block.text) <= 6000:
                continue
            low = block.text.casefold()
            short = len(low) <= _BYLINE and "," in low
            signed = self._written.match(block.text) if short else None
            if signed is None and short and entry and document.source == "website":
                signed = self._dated.match(block.text)
            if signed and (name := self._clean(signed[1])):
                role = self._roles.read(self._own_aside(signed[2]))
                if role is not None and not self._affiliations.is_elsewhere(role.text, self._roles):
                    yield Candidate(
                        name, role.text, role.rank, "", document, (block.text,),
                        (place, block.position), "signs the company's own entry with a post",
                    )  # fmt: skip
                    continue
            if short and block.path and self._affiliations.heading(block.path[-1]) == TEAM:
                yield from self._roster(block, document, place)
            if entry and (found := _OWN_CHIEF.search(block.text)):
                yield from self._chief(found, block, document, place)
            if not any(o in low for o in self._own) and not any(o in low for o in self._our_words):
                continue
            if _HAN.search(low):
                yield from self._han(block, document, place)
            words = set(re.findall(r"[\w-]+", low))
            if not words & self._firsts and not self._founded.search(low):
                continue
            texts = sentences(block.text, document.language) if len(low) > 200 else [block.text]
            for sentence in texts:
                yield from self._sentence(fold(sentence), block, document, place)

    def _chief(
        self, found: re.Match[str], block: Block, document: Document, place: int
    ) -> Iterator[Candidate]:
        """Yield "CTOの渡邉が登壇": in its own entry a company names nobody else's officer so."""
        name, rank = self._names.read(found[2]), self._roles.rank(found[1])
        if name is not None and rank is not None:
            sentence = next((t for t in sentences(block.text, "ja") if found[0] in t), block.text)
            yield Candidate(
                name.text, found[1], rank, "", document,
                (*_wordings(sentence, name.text, found[1]),), (place, block.position),
                "named with a post in the company's own entry",
            )  # fmt: skip

    def _roster(self, block: Block, document: Document, place: int) -> Iterator[Candidate]:
        """Yield "Anna Example, CEO, and Ben Sample, CTO" from a line below "Founders"."""
        for name, role in pairs(block.text, self._names, self._roles):
            yield Candidate(
                name, role.text, role.rank, TEAM, document, (block.text,),
                (place, block.position), "named with a post below a heading of the team",
            )  # fmt: skip

    def _sentence(
        self, text: str, block: Block, document: Document, place: int
    ) -> Iterator[Candidate]:
        if self._is_former(text):
            return

        def made(name: str, role: str, rank: int, why: str) -> Candidate:
            return Candidate(
                name, role, rank, "", document, (*_wordings(text, name, role),),
                (place, block.position), why,
            )  # fmt: skip

        for start, end, rank in _merged(text, self._roles.spans(text)):
            if (hit := self._tied(text, start, end)) is not None:
                yield made(hit[0], hit[1], rank, "tied to the company in a sentence")
        if (found := self._founded.search(text)) and self._tells_own(text[: found.start()]):
            rest = text[found.end() :]
            for one in re.finditer(_TITLED, rest):
                between = rest[: one.start()].rsplit(")", 1)[-1]
                if one.start() and not re.search(
                    r"(?:,|\band\b|\bund\b|&|\bet\b|\by\b)\s*$", between
                ):
                    break
                if name := self._clean(one[1]):
                    role = "Founder" if "found" in found[0].casefold() else ""
                    yield made(name, role, CHIEF, "named as founder or head in a sentence")

    def _tells_own(self, before: str) -> bool:
        low = before.casefold()
        return any(o in low for o in self._own) or bool(
            re.search(r"\b(?:we|our|us|wir|nous|nosotros)\b", low)
        )

    def _tied(self, text: str, start: int, end: int) -> tuple[str, str] | None:
        """Return the name and role where the sentence ties the role to the company."""
        before, after = text[:start], text[end:]
        role = text[start:end]
        ours = bool(self._ours.search(before)) or self._ends_own(before)
        tail = _TAIL.match(after)
        affiliated = ours
        rest = after
        if tail and self._affiliations.is_own(after[tail.end() : tail.end() + 80]):
            affiliated = True
            role += tail[1]
            rest = self._past_own(after[tail.end() :])
        elif tail and re.match(r" (?:at|bei|chez)\b", after[tail.end(1) :]):
            return None
        colon = _COLON_NAME.match(after)
        if colon and self._opened_by_own(before):
            return (name, role) if (name := self._clean(colon[1])) else None
        if not affiliated:
            return None
        bare = self._without_own(before)
        if (prefix := _PREFIX.search(before)) and not self._affiliations.names_own(prefix[1]):
            role = prefix[1] + role
            bare = self._without_own(before[: prefix.start()])
        if (found := _NAME_BEFORE.search(bare)) and (name := self._clean(found[1])):
            return name, role
        if (found := _NAME_AFTER.match(rest)) and (name := self._clean(found[1])):
            return name, role
        if (found := self._speaks.search(before)) and (one := self._names.read(found[1])):
            return (one.text, role) if not one.doubts else None
        return None

    def _opened_by_own(self, before: str) -> bool:
        """Tell whether the role stands in a bracket right after the company's name."""
        opening = max(before.rfind("("), before.rfind("（"))
        if opening < 0 or any(c in before[opening:] for c in ")）"):
            return False
        return self._ends_own(before[:opening])

    def _ends_own(self, before: str) -> bool:
        low = before.casefold().rstrip(" ,")
        for tail in ("'s", "’s", " inc.", " gmbh", " ag", "株式会社"):
            low = low.removesuffix(tail)
        return any(low.endswith(o) for o in self._own)

    def _without_own(self, before: str) -> str:
        low = before.casefold().rstrip(" ")
        low = re.sub(r"['’]s$", "", low)
        ends = [len(o) for o in self._own if low.endswith(o)]
        return before[: len(low) - max(ends)] if ends else before

    def _own_aside(self, role: str) -> str:
        """Leave the company's name out of a post: "NAME Tech Lead", "Developer at NAME"."""
        low = role.casefold()
        for own in self._own:
            if low.startswith(own + " "):
                return role[len(own) + 1 :]
            for at in (" at ", " @ ", " bei ", " chez "):
                if low.endswith(at + own):
                    return role[: -len(at + own)]
        return role

    def _past_own(self, text: str) -> str:
        low = text.casefold()
        ends = [len(o) for o in self._own if low.startswith(o)]
        return re.sub(
            r"^(?: (?:Inc|GmbH|AG|Ltd|LLC|International)\.?)+", "", text[max(ends, default=0) :]
        )

    def _clean(self, name: str) -> str:
        read = self._names.read(name)
        if read is None or read.doubts or read.words < 2 or self._affiliations.names_own(name):
            return ""
        return read.text

    def _is_former(self, text: str) -> bool:
        return self._former.share(text) > 0 if len(text) < 400 else False

    def _han(self, block: Block, document: Document, place: int) -> Iterator[Candidate]:
        """Yield "当社代表取締役の市川", "(代表取締役：市川 友貴)" after the company's name."""
        text = block.text
        for role in self._han_roles:
            at = text.find(role)
            if at < 0:
                continue
            stop = at + len(role)
            while more := next((r for r in self._han_roles if text.startswith(r, stop)), ""):
                stop += len(more)
            tail = re.match(r"\s*(?:CEO|CTO|COO|CFO|兼)+\s*", text[stop:])
            end = stop + (tail.end() if tail else 0)
            before = text[:at].rstrip()
            near = before[-40:].casefold()
            if not any(o in near for o in self._own) or re.search(r"[）)。]", before[-12:]):
                continue
            found = _HAN_ROLE.match(text[end:])
            if not found or not (name := self._names.read(found[1])):
                continue
            yield Candidate(
                name.text, text[at:end].strip(), self._roles.rank(text[at:end]) or CHIEF, "",
                document, (*_wordings(text, name.text, text[at:end]),),
                (place, block.position), "tied to the company in a sentence",
            )  # fmt: skip
            return


def _merged(text: str, spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Join roles that stand side by side: "Co-Founder and CEO"."""
    found: list[tuple[int, int, int]] = []
    for start, end, rank in spans:
        if found and _JOIN.fullmatch(text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end, min(found[-1][2], rank))
        else:
            found.append((start, end, rank))
    return found


def _wordings(text: str, name: str, role: str) -> Iterator[str]:
    if len(text) <= _LONGEST:
        yield text
    # A long sentence: what stands between the name and the role, and some words around.
    at, to = text.find(name), text.find(role)
    if at >= 0 and to >= 0:
        yield text[min(at, to) : max(at + len(name), to + len(role))]
    yield name
