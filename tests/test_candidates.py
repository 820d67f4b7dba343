"""Invented candidates on the invented sites: what is tied stands in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from researcher.models import Candidate
from researcher.suggest.drafts import inner_quotes, own_words
from researcher.suggest.skills import Skills
from researcher.text import fold, key
from tests import candidates, corpus
from tests.candidates import WORDS, Asked, asked, candidate, kinds, names

SITES = corpus.names()[::2]
"""Every second: the rest is for `python -m tests.candidates`, as all tests must be quick."""
CV_LINE = re.compile(r"From my CV: “(.+)”")
FIRST_PERSON = re.compile(r"\b(?:I|I’m|I’ve|me|mine|we|our)\b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented sites as archives."""
    path = tmp_path_factory.mktemp("sites")
    corpus.write(path)
    return path


@cache
def _asked(folder: Path, site: str) -> tuple[Asked, ...]:
    return tuple(asked(site, folder / f"{site}.warc.gz", corpus.gold(site)))


def _each(folder: Path, site: str) -> Iterator[tuple[Asked, Candidate]]:
    for one in _asked(folder, site):
        yield one, candidate(one.kind, one.who)


def test_three_candidates_of_each_kind() -> None:
    """Each with a CV of at least six lines and a posting with title, duties and requirements."""
    assert len(kinds()) >= 5
    for kind in kinds():
        assert len(names(kind)) == 3
        for name in names(kind):
            who = candidate(kind, name)
            assert len(who.cv) >= 6
            assert who.posting is not None
            assert who.posting.title
            assert len(who.posting.duties) >= 4
            assert who.posting.requirements
            assert len({p.path for p in who.cv}) >= 4, (
                "positions, education and skills are told apart"
            )


@pytest.mark.parametrize("site", SITES)
def test_ties_and_replies_stand_in_the_cv(folder: Path, site: str) -> None:
    """Every tie and every reply quotes a line of the CV as the file holds it."""
    for one, who in _each(folder, site):
        for question in one.suggestions.questions:
            if question.tie_in:
                for evidence in question.tie_in.evidence:
                    assert evidence.quote in fold(who.cv_text)
                    assert f"“{inner_quotes(evidence.quote)}”" in question.tie_in.text
            if question.ask_back:
                reply = CV_LINE.fullmatch(question.ask_back.reply)
                assert reply is None or reply.group(1) in inner_quotes(fold(who.cv_text))
                assert reply or not FIRST_PERSON.search(own_words(question.ask_back.reply))


@pytest.mark.parametrize("site", SITES)
def test_duties_stand_in_the_posting(folder: Path, site: str) -> None:
    """No duty is quoted that the posting does not hold."""
    for one, who in _each(folder, site):
        assert who.posting is not None
        for question in one.suggestions.questions:
            if question.tie_in and question.tie_in.duty:
                assert question.tie_in.duty.quote in fold(who.posting.text)
                assert f"“{inner_quotes(question.tie_in.duty.quote)}”" in question.tie_in.text


@pytest.mark.parametrize("site", SITES)
def test_what_both_name_both_spell(folder: Path, site: str) -> None:
    """“Both name X” is said only where the line and the source spell X."""
    for one, _ in _each(folder, site):
        for question in one.suggestions.questions:
            tie = question.tie_in
            if not tie or "Both name " not in tie.text:
                continue
            named = tie.text.rpartition("Both name ")[2].split(". The posting’s")[0].rstrip(".")
            source = " ".join([*(e.quote for e in question.evidence), *question.about])
            for name in re.split(r", | and ", named):
                assert f" {key(name)} " in f" {key(tie.evidence[0].quote)} "
                assert f" {key(name)} " in f" {key(source)} "


@pytest.mark.parametrize("site", SITES)
def test_no_question_claims_anything_in_the_first_person(folder: Path, site: str) -> None:
    """And all pass the gates when they are judged again, beside each other."""
    for one, _ in _each(folder, site):
        assert one.stopped == []


def test_some_questions_are_tied(folder: Path) -> None:
    """The candidates of a site's kind share something with some; no tie is made up for the rest."""
    questions = [
        q for site in SITES for one in _asked(folder, site) for q in one.suggestions.questions
    ]
    tied = [q for q in questions if q.tie_in and q.tie_in.evidence]

    assert 0 < len(tied) / len(questions) <= 0.6


def test_the_kind_is_read_off_the_pages() -> None:
    """The skills that pages name decide whose candidates are sent."""
    assert candidates.kind_of(()) in kinds()
    assert Skills(WORDS).find("hospice volunteers") == ("hospice", "volunteers")
