"""From a company's name to its official website, by Wikidata, or not at all.

Shapes as of the MediaWiki Action API (`wbsearchentities`, `wbgetentities`) and the property P856
(official website). Wikimedia asks every client for a contact in its User-Agent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from researcher.errors import ConfigError, FetchError
from researcher.fetch.seam import Fetcher
from researcher.models import Company, Request
from researcher.text import key
from researcher.urls import host, registrable, try_canonical

API = "https://www.wikidata.org/w/api.php"
WEBSITE = "P856"
ENDED = "P582"
MOST_LISTED = 8


async def official_website(name: str, fetcher: Fetcher, contact: str) -> Company:
    """Return the company that a name means, with its official website.

    Entities count whose label or alias is the name (compared without case, accents and
    punctuation) and that have an official website. Several entities with one and the same site (a
    company and its product) are no doubt; two sites are, and both are listed instead of guessed.

    Raises:
        ConfigError: There is no contact, no such entity, or more than one; says what to do.
    """
    if not contact:
        raise ConfigError(
            f"'{name}' is a name, and Wikidata, which knows the address, asks callers for a "
            "contact: add --contact you@example.com, or give the company's address."
        )
    found = await _ask(
        fetcher,
        action="wbsearchentities",
        search=name,
        language="en",
        uselang="en",
        type="item",
        limit="20",
    )
    ids = [str(hit["id"]) for hit in _list(found.get("search")) if "id" in hit]
    sites: dict[str, tuple[str, str]] = {}
    if ids:
        answer = await _ask(
            fetcher,
            action="wbgetentities",
            ids="|".join(ids),
            props="labels|aliases|descriptions|claims",
            languages="en|de|fr|es|ja|mul",
        )
        for entity in _dict(answer.get("entities")).values():
            if key(name) in {key(label) for label in _labels(_dict(entity))}:
                for url in _websites(_dict(entity)):
                    sites.setdefault(registrable(host(url)), (url, _described(_dict(entity))))
    if not sites:
        raise ConfigError(
            f"Wikidata knows no official website of '{name}'; give the company's address instead."
        )
    if len(sites) > 1:
        listed = "; ".join(
            f"{url} ({told})" if told else url for url, told in list(sites.values())[:MOST_LISTED]
        )
        raise ConfigError(f"'{name}' may mean several: {listed}. Give the address that you mean.")
    url, _ = next(iter(sites.values()))
    return Company(url=url, name=name)


async def _ask(fetcher: Fetcher, **parameters: str) -> Mapping[str, object]:
    url = f"{API}?{urlencode({**parameters, 'format': 'json'})}"
    try:
        asked = Request(url=url, source="wikidata", purpose="api", documented=True)
        page = await fetcher.fetch(asked)
        answer = json.loads(page.body)
    except FetchError as error:
        raise ConfigError(
            f"Wikidata could not be asked ({error.why}); give the company's address instead."
        ) from error
    except ValueError as error:
        raise ConfigError(
            "Wikidata did not answer as documented; give the company's address instead."
        ) from error
    return _dict(answer)


def _labels(entity: Mapping[str, object]) -> Iterator[str]:
    for label in _dict(entity.get("labels")).values():
        yield str(_dict(label).get("value", ""))
    for aliases in _dict(entity.get("aliases")).values():
        for alias in _list(aliases):
            yield str(alias.get("value", ""))


def _described(entity: Mapping[str, object]) -> str:
    return str(_dict(_dict(entity.get("descriptions")).get("en")).get("value", ""))


def _websites(entity: Mapping[str, object]) -> Iterator[str]:
    """Yield the current official websites: deprecated and ended statements are left out."""
    claims = _list(_dict(entity.get("claims")).get(WEBSITE))
    current = [
        claim
        for claim in claims
        if claim.get("rank") != "deprecated" and ENDED not in _dict(claim.get("qualifiers"))
    ]
    preferred = [claim for claim in current if claim.get("rank") == "preferred"]
    for claim in preferred or current:
        value = _dict(_dict(claim.get("mainsnak")).get("datavalue")).get("value")
        if isinstance(value, str) and (url := try_canonical(value)):
            yield url


def _dict(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
