"""Hacker News: only stories that link to the company's own domain, and no user's name."""

from __future__ import annotations

import pytest

from researcher.errors import FetchError, ParseError
from researcher.evidence import cite
from researcher.fetch.hackernews import HackerNewsSource
from researcher.models import Gap, PartialDate
from tests.answering import HTML, LIMITS, TODAY, WORDS, asked, came, company, consulted, saved

STORIES = saved("hackernews/stories.json")


def source() -> HackerNewsSource:
    """Return the source, started for the company."""
    made = HackerNewsSource(LIMITS, WORDS, TODAY)
    list(made.start(company()))
    return made


def url() -> str:
    """Return the one address that is asked."""
    return next(iter(HackerNewsSource(LIMITS, WORDS, TODAY).start(company()))).url


def test_only_the_company_s_own_domain_counts() -> None:
    """The search forgives typing errors; a similar domain is somebody else."""
    results = list(source().read(came(STORIES, url()), asked(url())))

    assert [getattr(d, "title", "") for d in results] == ["Osterweil opens its sensor protocol"]


def test_a_story_is_a_third_party_s_with_its_day() -> None:
    """It links to the discussion, says who speaks, and names no user."""
    story = next(iter(source().read(came(STORIES, url()), asked(url()))))

    assert not isinstance(story, Gap)
    document = story
    assert getattr(document, "standing", "") == "third party"
    assert getattr(document, "published", None) == PartialDate(2026, 1, 20)
    assert getattr(document, "url", "") == "https://news.ycombinator.com/item?id=41"
    assert "ignored_person" not in str(getattr(document, "things", ""))


def test_a_story_can_be_cited() -> None:
    """Its title stands in the answer."""
    fetched = consulted(
        HackerNewsSource(LIMITS, WORDS, TODAY), {url(): ("application/json", STORIES)}
    )

    assert cite(fetched.documents[0], fetched.documents[0].title) is not None


def test_an_address_without_a_domain_is_not_asked_about() -> None:
    """A machine of the user's own is nobody's business."""
    started = HackerNewsSource(LIMITS, WORDS, TODAY).start(company(url="http://127.0.0.1:8000/"))

    assert list(started) == []


@pytest.mark.parametrize("body", [HTML, "", '{"hits": [', "{}", "[]"])
def test_what_is_no_answer_is_unknown(body: str) -> None:
    """A web page, nothing, or half an answer does not say that there is no story."""
    with pytest.raises(ParseError):
        list(source().read(came(body, url()), asked(url())))


def test_no_hit_is_none_and_a_refusal_is_unknown() -> None:
    """Found, absent and unknown are three things."""
    none = consulted(HackerNewsSource(LIMITS, WORDS, TODAY), {url(): ("a/json", '{"hits": []}')})
    refused = FetchError(url(), "answered 429", refused=True)
    unknown = consulted(HackerNewsSource(LIMITS, WORDS, TODAY), {url(): refused})

    assert [gap.failed for gap in none.gaps] == [False]
    assert [gap.failed for gap in unknown.gaps] == [True]
