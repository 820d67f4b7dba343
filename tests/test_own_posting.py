"""The candidate's own posting among the open roles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from researcher.extract.openings import openings
from researcher.models import Candidate, Digest, Fetched, Opening, Posting
from researcher.pipeline import assemble
from researcher.suggest.posting import find_posting, posting_of
from tests.answering import WORDS, company, documents
from tests.hiring import ALL, named, read, site

FOUND = documents(read(ALL[0]))
ROLES = openings(site(*FOUND))


def found(posting: Posting | None = None, role: str = "") -> Opening | None:
    """Return the opening that fits what the candidate gave."""
    return find_posting(ROLES, Candidate(posting=posting, role=role))


def digest(candidate: Candidate) -> Digest:
    """Return the digest of the company's board."""
    fetched = Fetched(documents=tuple(FOUND), records=(), gaps=())
    return assemble(company(), fetched, candidate, as_of=date(2026, 3, 1), words=WORDS)


def test_a_posting_is_found_by_its_address() -> None:
    """The address itself, or the number in it, tells which one it is."""
    own = named(ROLES, "Account Manager")
    number = own.url.rpartition("/")[2]

    assert found(Posting(title="Something else", url=own.url)) is own
    assert found(Posting(url=f"https://osterweil.example/jobs?gh_jid={number}")) is own
    assert found(Posting(url="https://osterweil.example/jobs?gh_jid=9999999")) is None


def test_a_posting_is_found_by_title_and_place() -> None:
    """A saved posting has no address: its title counts, its place where several have that title."""
    own = named(ROLES, "Calibration Technician")
    twin = replace(own, url=f"{own.url}0", places=("Lisbon",))
    saved = Posting(title="Calibration Technician", text="You work in Graz, near the hill.")

    assert found(saved) is own
    assert find_posting((twin, *ROLES), Candidate(posting=saved)) is own
    assert find_posting((twin, *ROLES), Candidate(posting=replace(saved, text=""))) is None


def test_a_role_counts_only_where_one_opening_fits() -> None:
    """One fit is used, several are left to the candidate."""
    assert found(role="account manager") is named(ROLES, "Account Manager")
    assert found(role="Reliability Engineer") is named(ROLES, "Platform Reliability Engineer")
    assert found(role="Engineer") is None
    assert found(role="Baker") is None
    assert found() is None


def test_the_opening_becomes_the_posting() -> None:
    """What the board says of the role is read as a posting that the candidate had given."""
    posting = posting_of(named(ROLES, "Platform Reliability Engineer"), FOUND, WORDS)

    assert posting.title == "Platform Reliability Engineer"
    assert posting.url.endswith("7100002")
    assert "Good knowledge of Kubernetes, Prometheus and Go" in posting.requirements


def test_the_digest_says_which_posting_was_used() -> None:
    """A role that fits one opening brings its posting, and the digest says so."""
    told = digest(Candidate(role="Reliability Engineer"))
    plain = digest(Candidate(role="Engineer"))

    assert [o.title for o in told.openings if o.yours] == ["Platform Reliability Engineer"]
    assert any("was used" in gap.why for gap in told.gaps)
    assert not any(o.yours for o in plain.openings)
    assert not any("was used" in gap.why for gap in plain.gaps)


def test_new_roles_are_asked_about_by_name() -> None:
    """A theme of new postings makes a question that names it, and one of them in their words."""
    asked = [q for q in digest(Candidate()).questions if "platform roles" in q.text]

    assert len(asked) == 1
    assert "“Platform Reliability Engineer”" in asked[0].text
    assert "Platform Reliability Engineer" in [e.quote for e in asked[0].evidence]
