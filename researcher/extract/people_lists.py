"""People in lists: cards, headings with a line, bold names, table rows, lines of one block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from researcher.extract.affiliation import (
    ADVISER,
    BOARD,
    FORMER,
    OUTSIDE,
    TEAM,
    Affiliations,
    is_entry,
)
from researcher.extract.names import Name, Names
from researcher.extract.people_blocks import SPOKEN, name_of
from researcher.extract.rejections import Dropped
from researcher.extract.roles import CHIEF, HEAD, STAFF, UNKNOWN, Role, Roles
from researcher.models import Block, Document
from researcher.text import key
from researcher.urls import segments

_QUOTED = re.compile(r"^[\"“„«»”'‘「『]")
_LINE = 60
_LIST = 3
_OF = re.compile(r"\b(?:of|von|der|de|du|del)\s+(?:the\s+)?(?=[A-ZÄÖÜ])")
_SHOWN = 400
_QUIP = 20
"""Characters of a nickname in quotation marks; what is longer was said."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who may be of the company, and what the page says of them."""

    name: str
    role: str
    rank: int
    group: str
    """"team", "board", "adviser", or "" where only the role tells; "hearsay" where the page does
    not tell whose the person is: it only adds a role to someone known from elsewhere."""
    document: Document
    quotes: tuple[str, ...]
    """Wordings to cite, the most telling first."""
    place: tuple[int, int]
    """The page's and the block's place, to keep the site's own order."""
    reason: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """A block that begins with a name, its surroundings read."""

    index: int
    block: Block
    name: Name
    role: Role | None
    around: tuple[str, ...]
    group: str
    run: tuple[int, str, int]
    outside: bool


def listed(
    document: Document, place: int, names: Names, roles: Roles, affiliations: Affiliations
) -> tuple[list[Candidate], list[Dropped]]:
    """Return the people of one page that stand in lists of people, and who was left out.

    Left out are people under headings of customers, speakers, alumni and the like, those whose
    line names another organisation, and lone names without a role.
    """
    page = affiliations.page(document)
    entry = is_entry(document)
    slots = _one_a_card(list(_slots(document, page, names, roles, affiliations)))
    if page in (OUTSIDE, FORMER):
        why = f"the page is about {_WHOSE[page]}"
        return [], [_dropped(slot, why, document) for slot in slots if _clean(slot) and slot.role]
    runs: dict[tuple[int, str, int], list[_Slot]] = {}
    for slot in slots:
        runs.setdefault(slot.run, []).append(slot)
    found: list[Candidate] = []
    dropped: list[Dropped] = []
    for run in runs.values():
        group = _kept(run, entry=entry)
        clean = sum(_clean(s) for s in run)
        for slot in run:
            one = (
                "nothing says that this list is of the company's people"
                if group is None
                else _candidate(slot, run, clean, group, document, place, affiliations, roles)
            )
            if isinstance(one, Candidate):
                found.append(one)
                continue
            if slot.role and _clean(slot) and not affiliations.is_elsewhere(slot.role.text, roles):
                found.append(_made(slot, "hearsay", document, place, "named beside a quotation"))
            if _clean(slot) and (slot.role or slot.group):
                whose = _WHOSE.get(slot.group, "")
                why = f"stands under a heading of {whose}" if whose else one
                why = "stands beside a quotation" if slot.outside and not whose else why
                dropped.append(_dropped(slot, why, document))
    return sorted(found, key=lambda c: c.place), dropped


_WHOSE = {OUTSIDE: "customers, investors, guests or the like", FORMER: "former people"}


def _dropped(slot: _Slot, why: str, document: Document) -> Dropped:
    return Dropped(slot.name.text, why, document, tuple(_quotes(slot)))


def _one_a_card(slots: Sequence[_Slot]) -> list[_Slot]:
    """Leave out what looks like a name further down a card that already has one: a town."""
    cards: dict[tuple[int, int], list[_Slot]] = {}
    for slot in slots:
        if slot.block.members and slot.block.members[-1].size >= _LIST:
            member = slot.block.members[-1]
            cards.setdefault((member.group, member.index), []).append(slot)
    groups = Counter(group for group, _ in cards)
    dropped: set[int] = set()
    for group, several in groups.items():
        held = [found for (other, _), found in cards.items() if other == group]
        if several < _LIST or sum(map(len, held)) > 2 * several:
            continue
        for found in held:
            if found[0].role is not None and _clean(found[0]):
                dropped.update(slot.index for slot in found[1:])
    return [slot for slot in slots if slot.index not in dropped]


def _slots(
    document: Document, page: str, names: Names, roles: Roles, affiliations: Affiliations
) -> Iterator[_Slot]:
    blocks = [
        b
        for b in document.blocks
        if b.text
        and b.kind != "code"
        and (b.region in ("main", "aside") or (page and b.region == "notice"))
    ]
    section, group = 0, ""
    taken: set[int] = set()
    for index, block in enumerate(blocks):
        name, inline = name_of(block, names, roles)
        if name is None or index in taken:
            # The heading of a role or a name does not end the list it stands in.
            if block.kind == "heading" and index not in taken and roles.read(block.text) is None:
                section, group = index, affiliations.heading(block.text)
            elif block.kind == "heading" and (found := affiliations.heading(block.text)):
                section, group = index, found
            continue
        if name.doubts >= name.words and block.kind == "heading":
            if index not in taken:
                section, group = index, affiliations.heading(block.text)
            continue
        role, around, used = _surroundings(blocks, index, inline, taken, names, roles)
        taken.update(used)
        context = group
        if not context:
            context = next((g for h in reversed(block.path) if (g := affiliations.heading(h))), "")
        if page == ADVISER and context == TEAM:
            # The teams of a committee's page are of volunteers.
            context = page
        context = context or page
        card = affiliations.card(block)
        quoted = (
            block.kind == "quotation"
            or (index > 0 and _speaks(blocks[index - 1]) and _together(blocks[index - 1], block))
            or any(_QUOTED.match(text) for text in around)
        )
        yield _Slot(
            index,
            block,
            name,
            role,
            around,
            context or (TEAM if card == TEAM else ""),
            (section, block.kind, block.level),
            context == OUTSIDE or ((card == OUTSIDE or quoted) and group not in (TEAM, BOARD)),
        )


def _surroundings(
    blocks: Sequence[Block],
    index: int,
    inline: list[str],
    taken: set[int],
    names: Names,
    roles: Roles,
) -> tuple[Role | None, tuple[str, ...], set[int]]:
    """Return the role beside a name, the texts that go with it, and the blocks they took."""
    block = blocks[index]
    around = [text for text in inline if text]
    for line in inline[:3]:
        if (role := roles.read(line)) is not None:
            return role, tuple(around), set()
    for step in (1, 2):
        if index + step >= len(blocks):
            break
        following = blocks[index + step]
        if not _follows(block, following):
            break
        first = _first_line(following, roles)
        name = names.read(first)
        if name is not None and not name.doubts and roles.read(name.rest) is not None:
            # "Anna Example, Director" tells of the next one.
            break
        role = roles.read(first) or (
            roles.read(following.text) if len(following.lines) < 3 else None
        )
        if role is not None:
            around.append(following.text)
            return role, tuple(around), {index + step}
        if name is not None and name.words > 1 and not name.doubts:
            break
        around.append(following.text[:_SHOWN])
    if index > 0 and index - 1 not in taken and _together(blocks[index - 1], block):
        above = blocks[index - 1]
        if len(above.text) <= _LINE and (role := roles.read(above.text)) is not None:
            return role, (above.text, *around), set()
    return None, tuple(around), set()


def _first_line(block: Block, roles: Roles) -> str:
    """Return the first line, with the next where a break parts one role in two."""
    lines = block.lines or (block.text,)
    if len(lines) < 2:
        return lines[0]
    open_end = re.search(r"(?:[,&/|-]|\b(?:and|und|et|y|of|for|de))$", lines[0])
    spans = roles.spans(lines[1])
    if open_end or (spans and spans[0][0] == 0 and roles.read(lines[0]) and len(lines[1]) < _LINE):
        joined = f"{lines[0]} {lines[1]}"
        return joined if joined in block.text else lines[0]
    return lines[0]


def _follows(name: Block, other: Block) -> bool:
    """Tell whether a block can belong to the name above it: in its card, or below its heading."""
    if name.members and other.members:
        inner = name.members[-1]
        shared = {m.group: m.index for m in other.members}
        if inner.size > 1 and shared.get(inner.group, inner.index) != inner.index:
            return False
    if name.kind == "heading":
        return other.kind != "heading" or other.level >= name.level
    return other.kind != "heading" or other.level > 4


def _together(one: Block, other: Block) -> bool:
    """Tell whether two blocks stand in one member of one run."""
    return bool(set(one.members) & set(other.members))


def _speaks(block: Block) -> bool:
    quoted = bool(_QUOTED.match(block.text)) and len(block.text) > _QUIP
    return quoted or block.kind == "quotation"


def _clean(slot: _Slot) -> bool:
    return slot.name.words > 1 and not slot.name.doubts


def _has_page(slot: _Slot) -> bool:
    """Tell whether the name leads to a page that is called after it."""
    wanted = key(slot.name.text).split()
    ends = ((segments(link.url) or [""])[-1] for link in slot.block.links)
    return any(key(end.replace("-", " ").replace("_", " ")).split() == wanted for end in ends)


def _kept(run: Sequence[_Slot], *, entry: bool) -> str | None:
    """Decide whether a run of names is a list of the company's people, and whose they are."""
    groups = [s.group for s in run if s.group]
    group = max(set(groups), key=groups.count) if groups else ""
    if group in (OUTSIDE, FORMER):
        return None
    inside = [s for s in run if not s.outside]
    clean = [s for s in inside if _clean(s)]
    roled = [s for s in inside if s.role is not None]
    if entry and group == "":
        return None
    if group in (TEAM, BOARD, ADVISER):
        if roled and (clean or len(roled) >= 3):
            return group
        if len(clean) >= 3 and len(clean) >= 0.7 * len(run):
            return group
        return group if group == TEAM and any(_has_page(s) for s in clean) else None
    if len(clean) >= 2 and sum(_clean(s) for s in roled) >= 0.6 * len(run):
        return ""
    return "" if any(_clean(s) and s.role and s.role.rank <= HEAD for s in inside) else None


def _candidate(
    slot: _Slot,
    run: Sequence[_Slot],
    clean: int,
    group: str,
    document: Document,
    place: int,
    affiliations: Affiliations,
    roles: Roles,
) -> Candidate | str:
    """Return the person, or why the slot is none of the company's."""
    if slot.outside or slot.group in (OUTSIDE, FORMER):
        return "is not of the company"
    line = " ".join((slot.name.rest, slot.role.text if slot.role else "")).strip()
    if line and affiliations.heading(line) == FORMER:
        return f"is called a former one: {line}"
    role = slot.role
    foreign = role is not None and affiliations.is_foreign(role.text)
    if role is not None and role.rank <= CHIEF and (other := _OF.search(role.text)):
        # "CEO of Example Robotics" leads another firm; "President of the Board" does not.
        whose = role.text[other.end() :]
        foreign = foreign or not (affiliations.is_own(whose) or roles.rank(whose) is not None)
    if role is not None and group == BOARD and role.rank <= HEAD:
        # "Owner, Example Law": what a member of the board does elsewhere.
        _, comma, place_of_work = role.text.partition(",")
        foreign = foreign or bool(comma and roles.rank(place_of_work) is None)
    if foreign and group in (BOARD, ADVISER):
        role = None
    elif foreign and role is not None:
        return f"has a post at another organisation: {role.text}"
    if role is None and _clean(slot) and group == TEAM and len(run) >= _LIST:
        role = _unknown_role(slot, run)
    if not _clean(slot):
        if role is None or slot.name.doubts > 1 or slot.name.doubts >= slot.name.words:
            return "the name is not sure to be a person's"
        if slot.name.words == 1 and (group != TEAM or slot.name.doubts or len(run) < 3):
            return "the name is not sure to be a person's"
        if slot.name.doubts and clean < 2:
            return "the name is not sure to be a person's"
    elif (role is None and (not group or (clean < 2 and not _has_page(slot)))) or (
        not group
        and role is not None
        and len(run) < 2
        and (role.rank > HEAD or roles.share(role.text) < 0.5)
    ):
        return "is named without a post that ties to the company"
    group = slot.group or group
    return _made(
        replace(slot, role=role), group, document, place,
        f"in a list of {len(run)} under {group or 'roles'}",
    )  # fmt: skip


def _unknown_role(slot: _Slot, run: Sequence[_Slot]) -> Role | None:
    """Return the short line below a name as it stands: a post in words that we do not know.

    What stands below several names alike ("Read more") is furniture.
    """
    line = slot.around[0] if slot.around else ""
    if sum(other.around[:1] == slot.around[:1] for other in run) >= _LIST:
        return None
    if not 2 <= len(line) <= _LINE or len(line.split()) > SPOKEN or line[-1] in ".!?:":
        return None
    if re.search(r"[\d@]|https?:", line) or not line[0].isupper():
        return None
    return Role(line, STAFF)


def _made(slot: _Slot, group: str, document: Document, place: int, reason: str) -> Candidate:
    return Candidate(
        slot.name.text,
        slot.role.text if slot.role else "",
        slot.role.rank if slot.role else UNKNOWN,
        group,
        document,
        tuple(_quotes(slot)),
        (place, slot.block.position),
        reason,
    )


def _quotes(slot: _Slot) -> Iterator[str]:
    role = slot.role.text if slot.role else ""
    text = slot.block.text
    if role and role not in text:
        holder = next((a for a in slot.around if role in a), role)
        if len(holder) <= _SHOWN:
            yield f"{text} {holder}"
            yield f"{holder} {text}"
        yield f"{text} {role}"
        yield f"{role} {text}"
        yield f"{slot.name.text} {role}"
    if len(text) <= _SHOWN:
        yield text
    for line in slot.block.lines:
        if slot.name.text in line:
            yield line
    yield slot.name.text
