"""People in lists: cards, headings with a line, bold names, table rows, lines of one block."""

from __future__ import annotations

import re
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
from researcher.extract.roles import CHIEF, HEAD, STAFF, UNKNOWN, Role, Roles
from researcher.models import Block, Document
from researcher.text import key
from researcher.urls import segments

_QUOTED = re.compile(r"^[\"“„«»”'‘「『]")
_LINE = 60
_LIST = 3
_PARTED = 16
_SPOKEN = 7
"""Words of a line with a full stop; what is longer is a sentence."""
_OF = re.compile(r"\b(?:of|von|der|de|du|del)\s+(?:the\s+)?(?=[A-ZÄÖÜ])")
_SHOWN = 400


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
) -> list[Candidate]:
    """Return the people of one page that stand in lists of people, in the page's order.

    Left out are people under headings of customers, speakers, alumni and the like, those whose
    line names another organisation, and lone names without a role.
    """
    page = affiliations.page(document)
    if page in (OUTSIDE, FORMER):
        return []
    entry = is_entry(document)
    slots = list(_slots(document, page, names, roles, affiliations))
    runs: dict[tuple[int, str, int], list[_Slot]] = {}
    for slot in slots:
        runs.setdefault(slot.run, []).append(slot)
    found = []
    for run in runs.values():
        group = _kept(run, entry=entry)
        clean = sum(_clean(s) for s in run)
        for slot in run:
            one = group is not None and _candidate(
                slot, run, clean, group, document, place, affiliations, roles
            )
            if one:
                found.append(one)
            elif slot.role and _clean(slot) and not affiliations.is_foreign(slot.role.text):
                found.append(_made(slot, "hearsay", document, place, "named beside a quotation"))
    return sorted(found, key=lambda c: c.place)


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
        name, inline = _name_of(block, names, roles)
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


def _name_of(block: Block, names: Names, roles: Roles) -> tuple[Name | None, list[str]]:
    """Return the name that the block begins with and the lines that follow inside the block."""
    if block.kind == "row":
        return _name_in_row(block, names, roles)
    lines = list(block.lines or (block.text,))
    if block.lead and block.lead != lines[0] and lines[0].startswith(block.lead):
        rest = lines[0][len(block.lead) :].lstrip(" ,:–—-|")
        lines = [block.lead.rstrip(" ,:–—-|"), *([rest] if rest else []), *lines[1:]]
    if lines[0][-1:] in ".!。" and len(lines[0].split()) > _SPOKEN:
        return None, []
    if (parted := _parted(block, names)) is not None:
        return parted
    name = names.read(lines[0])
    if name is not None and name.words == 1 and len(lines) > 1:
        # A break inside the name: "Anna<br>Example".
        whole = names.read(block.text)
        if whole is not None and not whole.doubts and 1 < whole.words <= 4:
            return whole, [whole.rest] if whole.rest else []
    if name is None and len(lines) > 1 and roles.read(lines[0]) is not None:
        second = names.read(lines[1])
        if second is not None and not second.doubts and second.words > 1:
            return second, [lines[0], *lines[2:]]
    if name is None:
        return None, []
    return name, [*([name.rest] if name.rest else []), *lines[1:]]


def _parted(block: Block, names: Names) -> tuple[Name, list[str]] | None:
    """Part "Anna Example Head of Pumps" where the card's link or image is called after the name."""
    words = block.text.split()
    if not 3 <= len(words) <= _PARTED:
        return None
    calls = [(segments(link.url) or ("",))[-1] for link in block.links]
    for call in (*calls, *block.images):
        size = len(key(call.replace("-", " ").replace("_", " ")).split())
        if not 2 <= size < len(words):
            continue
        head = " ".join(words[:size])
        if key(head) != key(call.replace("-", " ").replace("_", " ")):
            continue
        name = names.read(head)
        if name is not None and not name.doubts and name.words > 1 and not name.rest:
            return name, [" ".join(words[size:]).strip(" ,:–—-|")]
    return None


def _name_in_row(block: Block, names: Names, roles: Roles) -> tuple[Name | None, list[str]]:
    cells = [c for c in block.cells if c][:4]
    for place, cell in enumerate(cells):
        name = names.read(cell)
        if name is not None and name.words > 1 and not name.doubts:
            others = [*cells[place + 1 :], *cells[:place]]
            if any(roles.read(c) is not None for c in others) or name.rest:
                return name, [*([name.rest] if name.rest else []), *others]
    return None, []


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
        role = roles.read(first) or (
            roles.read(following.text) if len(following.lines) < 3 else None
        )
        if role is not None:
            around.append(following.text)
            return role, tuple(around), {index + step}
        name = names.read(first)
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
    quoted = bool(_QUOTED.match(block.text)) and len(block.text) > _LINE
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
) -> Candidate | None:
    if slot.outside or slot.group in (OUTSIDE, FORMER):
        return None
    line = " ".join((slot.name.rest, slot.role.text if slot.role else "")).strip()
    if line and affiliations.heading(line) == FORMER:
        return None
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
    elif foreign:
        return None
    if role is None and _clean(slot) and group == TEAM and len(run) >= _LIST:
        role = _unknown_role(slot)
    if not _clean(slot):
        if role is None or slot.name.doubts > 1 or slot.name.doubts >= slot.name.words:
            return None
        if slot.name.words == 1 and (group != TEAM or slot.name.doubts or len(run) < 3):
            return None
        if slot.name.doubts and clean < 2:
            return None
    elif (role is None and (not group or (clean < 2 and not _has_page(slot)))) or (
        not group
        and role is not None
        and len(run) < 2
        and (role.rank > HEAD or roles.share(role.text) < 0.5)
    ):
        return None
    group = slot.group or group
    return _made(
        replace(slot, role=role), group, document, place,
        f"in a list of {len(run)} under {group or 'roles'}",
    )  # fmt: skip


def _unknown_role(slot: _Slot) -> Role | None:
    """Return the short line below a name as it stands: a post in words that we do not know."""
    line = slot.around[0] if slot.around else ""
    if not 2 <= len(line) <= _LINE or len(line.split()) > _SPOKEN or line[-1] in ".!?:":
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
