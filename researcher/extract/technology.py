"""Technologies: what people there build with, from postings, engineering pages and stack lists.

A word that merely looks technical is left out: names that are also everyday words need other
technologies beside them, general methods need a sentence in which they are worked with. Legal pages
and the furniture around the text (where a website names its own machinery) are not read, and
neither are advertisements that are still a template with its blanks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from researcher import evidence
from researcher.extract.rejections import Dropped, rejected
from researcher.extract.roles import Roles
from researcher.extract.speech import LONGEST_BLOCK, Speech, is_comment, is_template, speech_of
from researcher.extract.standing import own_names, page_kinds, repeated
from researcher.extract.technology_names import as_written
from researcher.extract.terms import Hit, Terms
from researcher.models import Block, Document, Evidence, Examined, Finding, Kind, Site
from researcher.text import key
from researcher.urls import segments

MOST = 40
ENOUGH = 0.95
"""The least score: one mention in passing is not enough."""

_MARKS = "?~"
_FAMILY_WEIGHT = {"basics": 0.65, "collaboration": 0.85}
"""What everybody works with tells little about a company."""
_SHORT = 60
# A person's name around a word that may be a technology's: "Nora C. Go", "Mr. Go".
_INITIAL = re.compile(r"\. ?[^\W\d_]")
_IN_PERSON = re.compile(r"(?:\b[A-Z]|\b[MD](?:r|rs|s))\.[ -]$")
_LABEL = 4
"""Words of a heading that a sentence may begin with."""
_NEAR_TEXT = 1500
_NEAR = 8
"""Blocks of one list stand this close together."""

_PAGE_WEIGHT = (
    ("posting", 3.0),
    ("engineering", 2.2),
    ("handbook", 2.6),
    ("product", 2.2),
    ("case", 2.0),
    ("careers", 2.0),
    ("home", 2.0),
    ("about", 1.8),
    ("entry", 1.2),
)
_SKIPPED = frozenset({"legal", "supplier"})
_HIRING = frozenset({"careers", "posting"})
_OFFERED = frozenset({"product", "case"})
_NEVER = 1000
_POST = 0.5
"""How much of a heading is words for a post, where it announces one."""
_OTHERS = frozenset({"entry", "team", "event"})
"""Pages that tell of many things and people: what they name need not be the company's."""


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    block: Block
    sentence: str
    weight: float
    why: str
    strong: bool
    """The company says that it works with it."""
    written: str
    """The name as it stands there."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """The terms, and for each key what mark it was found under."""

    terms: Terms
    names: Mapping[str, str]
    """Key → "family/Name"; the key's first character is the mark, or a space."""
    roles: Roles

    def is_advert(self, document: Document, kinds: frozenset[str]) -> bool:
        """Tell whether a page is headed by a post and nothing else, and no person's: an advert."""
        if kinds & (_OTHERS | {"home", "about"}):
            return False
        heading = next((b.text for b in document.main if b.kind == "heading"), "")
        return (
            bool(heading)
            and self.roles.read(heading) is not None
            and (self.roles.share(heading) >= _POST)
        )


def extract(site: Site) -> Iterable[Finding]:
    """Return the technologies, most telling first.

    One that is only named in passing, without a word that the company works with it, is left out.
    """
    return examine(site).findings


def examine(site: Site) -> Examined:
    """Return the technologies, and those that are only named in passing."""
    own = frozenset(word for name in own_names(site) for word in name.split())
    roles = Roles(site.words.table("roles"))
    marked = _vocabulary(site.words.table("technologies"), own, roles)
    speech = speech_of(site)
    structure = site.words.table("structure")
    furniture = repeated(site.documents) if len(site.documents) > 3 else frozenset()
    labels = _labels(site)
    found: dict[str, list[tuple[_Mention, Document]]] = {}
    for document in site.documents:
        kinds = page_kinds(document, structure)
        if kinds & _SKIPPED or is_template(document):
            continue
        best: dict[str, _Mention] = {}
        for mention in _mentions(document, kinds, marked, speech, furniture, labels, site):
            old = best.get(mention.name)
            if old is None or (mention.weight, len(mention.sentence)) > (
                old.weight,
                len(old.sentence),
            ):
                best[mention.name] = mention
        for name, mention in best.items():
            found.setdefault(name, []).append((mention, document))
    findings = [f for name, group in found.items() if (f := _finding(name, group))]
    findings.sort(key=lambda f: -f.score)
    return Examined(
        findings=tuple(findings[:MOST]),
        rejected=rejected(Kind.TECHNOLOGY, _dropped(found, findings), findings[:MOST]),
    )


def _dropped(
    found: Mapping[str, list[tuple[_Mention, Document]]], findings: Sequence[Finding]
) -> Iterator[Dropped]:
    """Yield what is named but not said to be worked with, the nearest first."""
    taken = {finding.name for finding in findings[:MOST]}
    more = {finding.name for finding in findings[MOST:]}
    weighed = sorted(((_score(group), name) for name, group in found.items()), reverse=True)
    for score, name in weighed:
        title = name.rsplit("/", 1)[-1]
        mention, document = max(found[name], key=lambda pair: pair[0].weight)
        if title not in taken:
            why = f"{mention.why}, with {score:.2f} points of {ENOUGH}"
            if title in more:
                why = f"{MOST} weightier ones go before it"
            elif score >= ENOUGH:
                why = f"{mention.why}, but nowhere said to be worked with"
            yield Dropped(title, why, document, (mention.sentence, mention.block.text))


def _score(group: Sequence[tuple[_Mention, Document]]) -> float:
    ranked = sorted((mention.weight for mention, _ in group), reverse=True)
    return sum(weight / (1 + i) for i, weight in enumerate(ranked[:6]))


def _vocabulary(table: Mapping[str, tuple[str, ...]], own: frozenset[str], roles: Roles) -> _Marked:
    """Part the marks from the terms; see the head of `technologies.toml`.

    A doubtful spelling that is a word of the company's own name names the company.
    """
    terms: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for full, aliases in table.items():
        name = full.split("/", 1)[-1].casefold()
        bare = {alias.lstrip(_MARKS) for alias in aliases}
        marks = {alias[0] for alias in aliases if alias[0] in _MARKS}
        # Where every spelling is a general method, the name is one too.
        general = marks == {"~"} and all(a[0] == "~" for a in aliases)
        for alias in [*aliases, *([] if name in bare else [("~" if general else "") + name])]:
            mark = alias[0] if alias[0] in _MARKS else " "
            if mark == "?" and alias[1:] in own:
                continue
            found = f"{mark}{full}"
            names[found] = full
            terms.setdefault(found, []).append(alias.lstrip(_MARKS))
    return _Marked(Terms(terms), names, roles)


def _mentions(
    document: Document,
    kinds: frozenset[str],
    marked: _Marked,
    speech: Speech,
    furniture: frozenset[str],
    labels: frozenset[str],
    site: Site,
) -> Iterator[_Mention]:
    blocks = [
        b
        for b in document.main
        if 0 < len(b.text) <= LONGEST_BLOCK
        and b.kind not in ("code", "button", "quotation")
        and not is_comment(b)
    ]
    hits = [marked.terms.find(b.text) for b in blocks]
    certain = [i for i, found in enumerate(hits) if any(h.key[0] == " " for h in found)]
    if marked.is_advert(document, kinds):
        kinds |= {"posting"}
    if _tells_craft(document, kinds, marked, speech):
        kinds |= {"engineering"}
    page = _page_weight(kinds, document, site)
    ours = _speaks_of_itself(document, kinds, site)
    for index, (block, found) in enumerate(zip(blocks, hits, strict=True)):
        if not found:
            continue
        if len(block.text) > _SHORT and key(block.text) in furniture:
            continue
        short = len(block.text) <= _SHORT
        sure = [h for h in found if _sure(h, block)]
        listed = _listed(block, sure) or (short and _beside(index, certain, blocks))
        stack = any(speech.names_skills(heading) for heading in block.path[-2:])
        told = {hit: speech.sentence(block, hit.start, document) for hit in found}
        together = Counter(told[hit] for hit in _distinct(sure))
        for hit in found:
            sentence = told[hit]
            near = (sentence, block.text, *block.path[-1:], blocks[index - 1].text if index else "")
            said = any(len(text) <= _NEAR_TEXT and speech.ours(text) for text in near)
            cue = speech.uses(sentence) and (ours or said)
            cue = cue or stack or "posting" in kinds
            # Several in one sentence: whoever lists them so speaks of what is worked with.
            theirs = ours or said or _opens_with(sentence, labels)
            uses = theirs and speech.uses(sentence)
            many = _together(kinds, ours=ours or said, uses=uses)
            cue = cue or together[sentence] >= many
            weight, why = _weigh(hit, block, sure, listed=listed, stack=stack, cue=cue)
            weight *= _FAMILY_WEIGHT.get(marked.names[hit.key].split("/")[0], 1.0)
            if hit.key[0] == "~":
                # A method may also be what people there study, judge or write about.
                topic = "team" in kinds or "studied" in speech.cues(sentence)
                weight *= 0.0 if topic else 1.4 if speech.ours(sentence) else 1.0
            if weight:
                strong = listed or stack or cue
                name = marked.names[hit.key]
                yield _Mention(
                    name, block, sentence, weight * page, why, strong, _written(hit, block)
                )


def _written(hit: Hit, block: Block) -> str:
    """Return a hit as it is written, a stem with the rest of its word."""
    return block.text[hit.start : hit.end]


def _labels(site: Site) -> frozenset[str]:
    """Return what headings of the site consist of, to know its own things by."""
    return frozenset(
        block.text
        for document in site.documents
        for block in document.main
        if block.kind == "heading" and 3 < len(block.text) <= _SHORT
    )


def _opens_with(sentence: str, labels: frozenset[str]) -> bool:
    """Tell whether a sentence is about a thing that heads a text of the site."""
    words = sentence.split()[:_LABEL]
    return any(" ".join(words[:size]) in labels for size in range(1, len(words) + 1))


def _distinct(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Yield one hit of each technology."""
    yield from {hit.key[1:]: hit for hit in hits}.values()


def _together(kinds: frozenset[str], *, ours: bool, uses: bool) -> int:
    """Return how many technologies a sentence must name to be one on what is worked with."""
    if kinds & _HIRING or (uses and not kinds & _OTHERS):
        return 2
    return 3 if ours and not kinds & _OTHERS else _NEVER


def _page_weight(kinds: frozenset[str], document: Document, site: Site) -> float:
    weight = next((w for kind, w in _PAGE_WEIGHT if kind in kinds), 1.0)
    if "team" in kinds:
        weight = min(weight, 0.8)
    if kinds & {"entry", "posting"} and document.published:
        years = (site.as_of - document.published.first).days / 365
        weight *= 1.0 if years <= 2 else 0.7 if years <= 4 else 0.4
    return weight


def _tells_craft(
    document: Document, kinds: frozenset[str], marked: _Marked, speech: Speech
) -> bool:
    """Tell whether a page is given over to what the company works with: "/technology/".

    By its address or its headline; one on a product or for a client tells of that instead.
    """
    parts = segments(document.url)
    if not parts or kinds & (_OTHERS | _HIRING | _OFFERED | {"home", "about"}):
        return False
    heads = [part.replace("-", " ").replace("_", " ") for part in parts[-3:]]
    heads += [b.text for b in document.main if b.kind == "heading" and b.level == 1][:1]
    return any(speech.names_skills(head) for head in heads)


def _speaks_of_itself(document: Document, kinds: frozenset[str], site: Site) -> bool:
    """Tell whether a technology without a subject is the company's on this page."""
    newsy = set(site.words.table("structure").get("entry", ()))
    return not (kinds & _OTHERS) and not any(part in newsy for part in segments(document.url))


def _listed(block: Block, found: Sequence[Hit]) -> bool:
    """Tell whether the block enumerates technologies: two or more that fill much of it."""
    covered = sum(h.end - h.start for h in found)
    return len({h.key[1:] for h in found}) >= 2 and covered >= 0.3 * len(block.text)


def _sure(hit: Hit, block: Block) -> bool:
    """Tell whether a hit is written as the name of a technology is."""
    if hit.key[0] != "?":
        return hit.key[0] == " "
    name = hit.key.rsplit("/", 1)[-1]
    written = block.text[hit.start : hit.end]
    if _IN_PERSON.search(block.text[max(0, hit.start - 5) : hit.start]) or (
        len(written) == 1 and _INITIAL.match(block.text[hit.end : hit.end + 3])
    ):
        return False
    return written == name or (written.casefold() != name.casefold() and written[0].isupper())


def _opens_sentence(hit: Hit, block: Block) -> bool:
    """Tell whether a capital letter means nothing here: a sentence begins."""
    before = block.text[max(0, hit.start - 4) : hit.start].rstrip()
    return len(block.text) > _SHORT and (not before or before[-1] in ".!?:•–")


def _beside(index: int, certain: Sequence[int], blocks: Sequence[Block]) -> bool:
    """Tell whether short blocks around name technologies too: entries of one stack list."""
    near = [i for i in certain if i != index and abs(i - index) <= _NEAR]
    return sum(len(blocks[i].text) <= _SHORT for i in near) >= 2


def _weigh(
    hit: Hit, block: Block, sure: Sequence[Hit], *, listed: bool, stack: bool, cue: bool
) -> tuple[float, str]:
    """Return how much a mention tells, 0 where it may mean something else."""
    mark = hit.key[0]
    company = len({h.key[1:] for h in sure} - {hit.key[1:]})
    if mark == "?":
        if hit not in sure or not (listed or stack or (company and cue) or company > 1):
            return 0.0, ""
        if _opens_sentence(hit, block) and not listed:
            return 0.0, ""
    if mark == "~":
        if not (cue or listed):
            return 0.0, ""
        return 0.7, "a method that is worked with"
    if listed and stack:
        return 1.8, "named in a list of what is worked with"
    if listed:
        return 1.5, "named in a list of technologies"
    if stack:
        return 1.4, "named under requirements or a stack"
    if cue:
        return 1.8, "named in a sentence about working with it"
    return (0.5 if company else 0.3), "named"


def _finding(name: str, group: Sequence[tuple[_Mention, Document]]) -> Finding | None:
    ranked = sorted(group, key=lambda pair: -pair[0].weight)
    score = _score(group)
    if score < ENOUGH or not any(mention.strong for mention, _ in ranked):
        return None
    # A user's own entry may name no family.
    family, title = name.split("/", 1) if "/" in name else ("", name)
    title = as_written(title, [mention.written for mention, _ in ranked])
    cited: list[Evidence] = []
    for mention, document in ranked[:4]:
        day = document.published
        one = evidence.cite(document, mention.sentence, date=day) or evidence.cite(
            document, mention.block.text, date=day
        )
        if one and day and not one.date:
            # The text of a link to another page tells nothing of what this one is about.
            continue
        if one and all(one.quote != other.quote for other in cited):
            cited.append(one)
        if len(cited) == 2:
            break
    if not cited:
        return None
    pages = len({document.url for _, document in ranked})
    return Finding(
        kind=Kind.TECHNOLOGY,
        name=title,
        detail=family,
        evidence=tuple(cited),
        score=round(score, 3),
        reasons=(ranked[0][0].why, f"on {pages} page{'s' if pages > 1 else ''}"),
    )
