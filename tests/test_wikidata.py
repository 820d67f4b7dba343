"""A name is resolved without doubt, or not at all."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest

from researcher.errors import ConfigError, FetchError
from researcher.fetch.seam import Validators
from researcher.fetch.wikidata import official_website
from researcher.models import Company, Page, Request


class Answers:
    """A fetcher that knows two of Wikidata's answers."""

    def __init__(self, *entities: dict[str, object]) -> None:
        """Know these entities, by number."""
        self.entities = {f"Q{number}": entity for number, entity in enumerate(entities, 1)}

    async def fetch(
        self, request: Request, *, validators: Validators | None = None, same_site: bool = False
    ) -> Page:
        """Answer the search with every entity, and the look-up with what they hold."""
        if "wbsearchentities" in request.url:
            answer: object = {"search": [{"id": name} for name in self.entities]}
        else:
            answer = {"entities": self.entities}
        return Page(
            url=request.url,
            requested=request.url,
            status=200,
            headers=(),
            body=json.dumps(answer).encode(),
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        )

    async def aclose(self) -> None:
        """Hold nothing."""


class Silence(Answers):
    """A fetcher that cannot reach Wikidata."""

    async def fetch(
        self, request: Request, *, validators: Validators | None = None, same_site: bool = False
    ) -> Page:
        """Fail."""
        raise FetchError(request.url, "timed out after 15 s")


def _entity(
    label: str, *sites: str, alias: str = "", ended: bool = False, rank: str = "normal"
) -> dict[str, object]:
    qualifiers: dict[str, object] = {"P582": [{}]} if ended else {}
    return {
        "labels": {"en": {"value": label}},
        "aliases": {"en": [{"value": alias}]} if alias else {},
        "descriptions": {"en": {"value": f"maker of {label.lower()}"}},
        "claims": {
            "P856": [
                {"mainsnak": {"datavalue": {"value": s}}, "rank": rank, "qualifiers": qualifiers}
                for s in sites
            ]
        },
    }


def _resolve(name: str, fetcher: Answers, contact: str = "me@example.com") -> Company:
    return asyncio.run(official_website(name, fetcher, contact))


def test_one_company_is_found() -> None:
    """By label or alias, whatever the case."""
    answers = Answers(
        _entity("Harrowgate Pumps", "https://www.harrowgate.example"),
        _entity("Other", "https://o.example"),
    )
    assert _resolve("harrowgate pumps", answers).url == "https://www.harrowgate.example/"
    answers = Answers(
        _entity("Harrowgate Pumps Ltd", "https://harrowgate.example", alias="Harrowgate")
    )
    assert _resolve("Harrowgate", answers).name == "Harrowgate"


def test_a_company_and_its_product_on_one_site_are_no_doubt() -> None:
    """Both entities name one registrable domain."""
    answers = Answers(
        _entity("Weir", "https://about.weir.example/"), _entity("Weir", "https://weir.example/x")
    )
    assert _resolve("Weir", answers).url == "https://about.weir.example/"


def test_namesakes_are_listed_never_guessed() -> None:
    """Two sites are two companies, and the user chooses."""
    answers = Answers(_entity("Weir", "https://weir.example"), _entity("Weir", "https://weir.test"))
    with pytest.raises(ConfigError, match="may mean several") as caught:
        _resolve("Weir", answers)
    assert "https://weir.example/ (maker of weir)" in str(caught.value)
    assert "https://weir.test/" in str(caught.value)


def test_ended_and_deprecated_sites_do_not_count() -> None:
    """A former address is not the company's."""
    answers = Answers(
        _entity("Weir", "https://old.example", ended=True),
        _entity("Weir", "https://wrong.example", rank="deprecated"),
    )
    with pytest.raises(ConfigError, match="knows no official website"):
        _resolve("Weir", answers)


def test_a_similar_name_is_not_the_name() -> None:
    """Near enough is a guess."""
    with pytest.raises(ConfigError, match="knows no official website"):
        _resolve("Weir", Answers(_entity("Weirwatch", "https://weirwatch.example")))


def test_without_a_contact_wikidata_is_not_called() -> None:
    """Wikimedia's policy asks for one; the sentence says how to give it."""
    with pytest.raises(ConfigError, match="--contact"):
        _resolve("Weir", Silence(), contact="")


def test_an_unreachable_wikidata_is_named_with_the_remedy() -> None:
    """The address works without it."""
    with pytest.raises(ConfigError, match=r"timed out.*address instead"):
        _resolve("Weir", Silence())
