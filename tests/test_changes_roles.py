"""Open roles between two runs: posted, taken down, paid otherwise; never by a board that fails."""

from __future__ import annotations

from dataclasses import replace

from researcher.changes import baseline, compare
from researcher.models import Digest
from researcher.models.openings import Opening
from tests.changing import HOME, on, site
from tests.test_changes import told

BOARD = f"{HOME}/jobs"


def _hiring(day: int, *titles: str, pay: str = "", sha256: str = "") -> Digest:
    """Return the digest of a day on which these roles stand on one board."""
    digest = on(day, site())
    record = replace(digest.sources[0], url=BOARD, sha256=sha256 or f"{day}{titles}{pay}")
    openings = tuple(
        Opening(
            title=title,
            url=f"{BOARD}/{title.lower().replace(' ', '-')}",
            places=("Cork",),
            pay=pay,
            yours=title == "Data Engineer",
            evidence=(
                replace(digest.values[0].evidence[0], quote=title, url=BOARD, sha256=record.sha256),
            ),
        )
        for title in titles
    )
    return replace(digest, openings=openings, sources=(*digest.sources, record))


ROLES = ("Data Engineer", "Field Technician", "Office Manager")


def test_roles_that_are_posted_and_taken_down() -> None:
    """The candidate's own role is said to be theirs."""
    before = _hiring(1, *ROLES)
    changes = compare(before, _hiring(3, *ROLES[1:], "Agronomist"))
    assert told(changes) == [
        ("new", "openings", "Agronomist (Cork)"),
        ("removed", "openings", "Data Engineer (Cork)"),
    ]
    assert "the role you apply for" in changes[1].meaning
    assert told(compare(before, _hiring(3, *reversed(ROLES)))) == []


def test_a_board_that_lists_nothing_or_fails_takes_no_role_down() -> None:
    """Unknown, until it answers with something; and then only what is missing is gone."""
    before = _hiring(1, *ROLES)
    empty = _hiring(2)
    assert told(compare(before, empty)) == []
    known = baseline(before, empty)
    assert told(compare(known, _hiring(3, *ROLES))) == []
    assert told(compare(before, _hiring(2, *ROLES[1:]), failed=[BOARD])) == []


def test_pay_that_changes_is_told() -> None:
    """Before and after."""
    before, after = _hiring(1, *ROLES[:1], pay="€50,000"), _hiring(3, *ROLES[:1], pay="€58,000")
    (change,) = [c for c in compare(before, after) if c.field == "openings"]
    assert (change.kind, change.before, change.after) == ("updated", "€50,000", "€58,000")


def test_counts_of_roles_are_told_by_the_roles() -> None:
    """A count that carries the day's date would change every day."""

    def counted(digest: Digest, detail: str) -> Digest:
        sha256 = digest.sources[-1].sha256
        proof = replace(digest.facts[0].evidence[0], url=BOARD, sha256=sha256)
        fact = replace(digest.facts[0], name="open roles", detail=detail, evidence=(proof,))
        return replace(digest, facts=(*digest.facts, fact))

    before = counted(_hiring(1, *ROLES), "3 on 2026-11-02")
    assert told(compare(before, counted(_hiring(3, *ROLES), "3 on 2026-11-04"))) == []
    assert told(compare(_hiring(1, *ROLES), counted(_hiring(3, *ROLES), "3 on 2026-11-04"))) == []
    # That a company stops hiring is.
    stopped = counted(_hiring(3), "none on 2026-11-04")
    gone = told(compare(before, stopped))
    assert ("updated", "facts", "open roles") in gone
    assert len([change for change in gone if change[:2] == ("removed", "openings")]) == 3
