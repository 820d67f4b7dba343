"""The mission: the one sentence in which the company says why it exists.

What stands under a heading "Mission" goes before a sentence that names the mission, that before a
stated purpose or aim, that before a plain description of whom the company helps. A vision, a
slogan, another organisation's mission and a project's own purpose are no mission.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from researcher.evidence import cite
from researcher.extract.phrases import Phrases, Said, phrases
from researcher.extract.rejections import Dropped, rejected
from researcher.extract.standing import edition, first_language, own_names, page_kinds, words_of
from researcher.extract.structure import body
from researcher.models import Block, Document, Examined, Finding, Kind, Site
from researcher.text import key, sentences

THRESHOLD = 5.0
"""Points below which the company is said to state no mission."""

_HEADED, _STATED, _TITLE, _PURPOSE, _AIM, _HELPS, _SO = 10.0, 8.0, 7.0, 4.5, 5.0, 2.5, 3.0
_SAID = (
    ("stated", _STATED, "names the mission"),
    ("aim", _AIM, "states a purpose"),
    ("so", _SO, "says what for"),
    ("helps", _HELPS, "says whom it helps"),
)
_OPENING = 4
"""Words at a sentence's beginning that may hold its subject."""
_PAGE = {
    "about": 3.0,
    "values": 3.0,
    "home": 2.0,
    "handbook": 1.0,
    "careers": 0.5,
    "entry": -2.5,
    "case": -6.0,
    "program": -6.0,
    "product": -2.0,
    "supplier": -6.0,
    "legal": -9.0,
    "posting": -2.0,
}
_SHORTEST, _LONGEST = 18, 420


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """A sentence that may be the mission."""

    document: Document
    text: str
    score: float
    reasons: tuple[str, ...]


def extract(site: Site) -> Iterable[Finding]:
    """Return the mission, once; nothing where the company states none.

    Its evidence is the sentence, and where another page states it as plainly, that one too.
    """
    return examine(site).findings


def examine(site: Site) -> Examined:
    """Return the mission, and the sentences that came close."""
    finder = _Finder(site)
    weighed = [s for document in site.documents for s in finder.statements(document)]
    weighed.sort(key=lambda s: -s.score)
    for best in weighed:
        if best.score < THRESHOLD:
            break
        first = cite(best.document, best.text)
        if first is None:
            continue
        found = Finding(
            kind=Kind.MISSION,
            name=best.text,
            evidence=(first,),
            score=best.score,
            reasons=best.reasons,
        )
        return Examined(
            findings=(found,),
            rejected=rejected(Kind.MISSION, _dropped(weighed, best.score), (found,)),
        )
    return Examined(findings=(), rejected=rejected(Kind.MISSION, _dropped(weighed, 0.0), ()))


def _dropped(weighed: Sequence[_Statement], best: float) -> Iterator[Dropped]:
    for one in weighed:
        why = f"{one.score:.1f} points of the {THRESHOLD:.0f} that a mission needs"
        if one.score >= THRESHOLD:
            why = f"a surer sentence has {best:.1f} points, this one {one.score:.1f}"
        yield Dropped(one.text, f"{why}: {'; '.join(one.reasons)}", one.document, (one.text,))


class _Finder:
    """Scores the sentences of one site's pages."""

    def __init__(self, site: Site) -> None:
        table = site.words.table("mission")
        self._kinds = site.words.table("structure")
        self._names = own_names(site)
        self._heading = {words_of(t) for t in table["heading"]}
        self._purpose = {words_of(t) for t in table["purpose"]}
        self._vision = {words_of(t) for t in table["vision"]}
        self._any = Phrases({name: table[name] for name, _, _ in _SAID})
        self._stated = phrases(table["stated"])
        self._theirs = phrases(table["theirs"])
        self._sees = phrases(table["vision"])
        self._named = phrases(name for name in self._names if len(name) > 2)
        self._self = phrases([*table["self"], *(name for name in self._names if len(name) > 2)])
        self._you = phrases(table["you"])
        self._about = {words_of(t) for t in table["about"]}
        self._about_words = {parts[0] for parts in self._about if len(parts) == 1}
        self._language = first_language(site)

    def statements(self, document: Document) -> Iterator[_Statement]:
        """Yield the sentences of a page that may state the mission, with their points."""
        kinds = page_kinds(document, self._kinds)
        blocks = body(document)
        for index, block in enumerate(blocks):
            yield from self._headed(document, blocks, index, kinds)
            if block.kind == "heading" and block.level == 1 and index < 12:
                yield from self._titled(document, block, kinds)
            yield from self._said(document, block, kinds)
        if document.description and kinds & {"home", "about"}:
            yield from self._sentences(document, document.description, kinds, (), -0.5)

    def _headed(
        self, document: Document, blocks: Sequence[Block], index: int, kinds: frozenset[str]
    ) -> Iterator[_Statement]:
        """What stands right below a heading that says "Mission"."""
        block = blocks[index]
        label = block.text if len(block.text) <= 60 else block.lead
        parts = words_of(label)
        if parts in self._heading:
            points, why = _HEADED, f"stands under {label!r}"
        elif parts in self._purpose and block.kind == "heading":
            points, why = _PURPOSE, f"stands under {label!r}"
        else:
            return
        texts = [block.text[len(label) :].lstrip(" :–—-")] if label != block.text else []
        texts += [b.text for b in blocks[index + 1 : index + 5]]
        for text in texts:
            said = Said.of(text[:600])
            if said.words in self._vision or said.words in self._heading:
                return
            if self._visionary(said) or self._theirs.first(said):
                continue
            if len(said.words) < 4 and not _wordless(text):
                return
            statement = self._first(text, document.language)
            if statement:
                yield self._weighed(document, statement, kinds, [(points, why)])
                return

    def _first(self, text: str, language: str) -> str:
        """Return the first sentence; with the next one where it is short."""
        parts = sentences(text[:900], language)
        if not parts or len(text) < 8:
            return ""
        named = next((p for p in parts[:3] if self._stated.first(Said.of(p))), parts[0])
        return named if len(named) <= _LONGEST else ""

    def _titled(
        self, document: Document, block: Block, kinds: frozenset[str]
    ) -> Iterator[_Statement]:
        """The main heading of a page whose address says "mission", where it is a sentence."""
        last = document.url.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")
        if words_of(last) in self._heading | self._purpose and len(words_of(block.text)) >= 6:
            points = [(_TITLE, "heads the page on the mission")]
            yield self._weighed(document, block.text, kinds, points)

    def _said(
        self, document: Document, block: Block, kinds: frozenset[str]
    ) -> Iterator[_Statement]:
        # What stands in quotation marks is someone's word, most often a guest's.
        if block.kind == "quotation" or block.text[0] in '“„«"' or len(block.text) < _SHORTEST:
            return
        extra = 1.0 if block.kind == "heading" else -2.0 if _carded(block) else 0.0
        yield from self._sentences(document, block.text, kinds, block.path, extra)

    def _sentences(
        self,
        document: Document,
        text: str,
        kinds: frozenset[str],
        path: Sequence[str],
        extra: float,
    ) -> Iterator[_Statement]:
        """Sentences that state a mission, an aim, or whom the company helps."""
        text = text[:3000]
        if not self._any.find(Said.of(text)):
            return
        headed = [words_of(h) for h in path]
        if any(h in self._vision for h in headed):
            return
        around: list[tuple[float, str]] = []
        if "entry" in kinds and path and self._about_itself(path[-1]):
            around.append((0.5 - _PAGE["entry"], f"a self-portrait under {path[-1]!r}"))
        for sentence in sentences(text, document.language):
            if not _SHORTEST <= len(sentence) <= _LONGEST or sentence.endswith("?"):
                continue
            said = Said.of(sentence)
            if self._theirs.first(said) or self._visionary(said):
                continue
            hits = self._any.find(said)
            for name, points, why in _SAID:
                hit = hits.get(name)
                if hit is None or hit.end == len(said.words):
                    continue
                if name == "so" and not self._serves(said, kinds):
                    continue
                told = [(points + extra, f"{why}: {hit.phrase!r}"), *around]
                theirs = not self._self.first(said) and not said.solid
                if theirs and not (name == "stated" and kinds & {"about", "home"}):
                    told.append((-1.0 if name == "aim" else -4.0, "does not say whose"))
                yield self._weighed(document, sentence, kinds, told)
                break

    def _serves(self, said: Said, kinds: frozenset[str]) -> bool:
        """Tell whether "we …, so that everyone …" speaks of others than the reader."""
        subject = self._self.first(said)
        own = subject is not None and subject.start < _OPENING
        return own and bool(kinds & {"home", "about", "values"}) and not self._you.first(said)

    def _visionary(self, said: Said) -> bool:
        """Tell whether a text opens with a vision."""
        hit = self._sees.first(said)
        return hit is not None and hit.start < 8

    def _about_itself(self, heading: str) -> bool:
        """Tell whether a heading, as "About Marl Pumps" below a release, opens a self-portrait."""
        parts = words_of(heading)
        return parts in self._about or (
            len(parts) <= 8
            and bool(set(parts) & self._about_words)
            and any(name in key(heading) for name in self._names if len(name) > 2)
        )

    def _weighed(
        self,
        document: Document,
        text: str,
        kinds: frozenset[str],
        points: list[tuple[float, str]],
    ) -> _Statement:
        page = [(_PAGE[k], f"the page is of kind {k!r}") for k in sorted(kinds) if k in _PAGE]
        points += [p for p in page if p[0] < 0]
        if "entry" not in kinds:
            points += sorted(p for p in page if p[0] > 0)[-1:]
        if edition(document) != self._language:
            points.append((-0.7, "stands in another language than the start page"))
        begins = self._named.first(Said.of(text[:100]))
        if begins is not None and begins.start <= 2:
            points.append((0.5, "begins with the company's name"))
        return _Statement(
            document=document,
            text=text,
            score=sum(p for p, _ in points),
            reasons=tuple(f"{why} ({p:+.1f})" for p, why in points),
        )


def _carded(block: Block) -> bool:
    """Tell whether a block is one of several cards, each on one thing among many."""
    return any(member.size >= 3 for member in block.members)


def _wordless(text: str) -> bool:
    """Tell whether the script parts no words, so that no pronoun need be told."""
    return any("\u3040" <= c <= "\u9fff" for c in text)
