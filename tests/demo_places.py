"""Where else the demo's invented company can be found: answers of public places, all made up.

A job board, a register, an encyclopedia, repositories, a status page and the press. The shapes are
those of the real interfaces; the company, its people and its numbers are nobody's.
"""

from __future__ import annotations

import json
from urllib.parse import urlencode

HOST = "https://www.lanternfield.example"
ITEM = "Q990000001"
STATUS = "https://lanternfield.statuspage.io"
_JSON = "application/json; charset=utf-8"
_ATOM = "application/atom+xml; charset=utf-8"


def _wikidata(**parameters: str) -> str:
    return f"https://www.wikidata.org/w/api.php?{urlencode({**parameters, 'format': 'json'})}"


def _claim(name: str, kind: str, value: object, **more: object) -> dict[str, object]:
    snak = {
        "snaktype": "value",
        "property": name,
        "datavalue": {"value": value, "type": kind},
    }
    return {"mainsnak": snak, "type": "statement", "rank": "normal", **more}


def _item(name: str, of: str, **more: object) -> dict[str, object]:
    value = {"entity-type": "item", "numeric-id": int(of[1:]), "id": of}
    return _claim(name, "wikibase-entityid", value, **more)


def _time(at: str, precision: int) -> dict[str, object]:
    return {"time": at, "precision": precision, "timezone": 0, "before": 0, "after": 0}


def _qualifier(name: str, at: str) -> dict[str, object]:
    value = {"value": _time(at, 11), "type": "time"}
    return {"qualifiers": {name: [{"snaktype": "value", "property": name, "datavalue": value}]}}


def _entity() -> dict[str, object]:
    claims: dict[str, list[dict[str, object]]] = {
        "P31": [_item("P31", "Q4830453")],
        "P856": [_claim("P856", "string", f"{HOST}/")],
        "P571": [_claim("P571", "time", _time("+2017-03-00T00:00:00Z", 10))],
        "P159": [_item("P159", "Q1296")],
        "P452": [_item("P452", "Q990000101")],
        "P112": [_item("P112", "Q990000102"), _item("P112", "Q990000103")],
        "P169": [
            _item("P169", "Q990000104", **_qualifier("P582", "+2020-06-30T00:00:00Z")),
            _item("P169", "Q990000102"),
        ],
        "P749": [_item("P749", "Q990000105")],
        "P2037": [_claim("P2037", "string", "lanternfield")],
    }
    return {
        "type": "item",
        "id": ITEM,
        "labels": {"en": {"language": "en", "value": "Lanternfield"}},
        "descriptions": {"en": {"language": "en", "value": "Belgian maker of flood warnings"}},
        "aliases": {},
        "claims": claims,
        "sitelinks": {"enwiki": {"site": "enwiki", "title": "Lanternfield", "badges": []}},
    }


def _labels(**named: str) -> dict[str, object]:
    return {
        name: {"type": "item", "id": name, "labels": {"en": {"language": "en", "value": label}}}
        for name, label in named.items()
    }


_SUMMARY = (
    "Lanternfield is a Belgian company that makes water-level sensors and flood forecasts for "
    "towns. Founded in Ghent after the floods on the Lys, it supplies water boards in Belgium, the "
    "Netherlands and Britain."
)


def _job(number: int, title: str, team: str, place: str, day: str, text: str) -> dict[str, object]:
    return {
        "id": 4100000 + number,
        "internal_job_id": 5100000 + number,
        "title": title,
        "company_name": "Lanternfield",
        "absolute_url": f"https://job-boards.greenhouse.io/lanternfield/jobs/{4100000 + number}",
        "location": {"name": place},
        "first_published": f"{day}T09:00:00+02:00",
        "updated_at": "2026-11-19T06:00:00+01:00",
        "language": "en",
        "departments": [{"id": len(team), "name": team, "parent_id": None}],
        "offices": [],
        "metadata": [],
        "content": f"&lt;p&gt;{text}&lt;/p&gt;",
    }


_JOBS = (
    _job(
        *(1, "Data Engineer, Forecasting Platform", "Forecasting Platform", "Ghent, Belgium"),
        *("2026-10-05", "You bring the readings of 31,000 sensors to the forecast with Kafka."),
    ),
    _job(
        *(2, "Site Reliability Engineer", "Forecasting Platform", "Ghent, Belgium"),
        *("2026-10-12", "You separate the alert path from everything else, on Kubernetes."),
    ),
    _job(
        *(3, "Platform Engineer, Streaming", "Forecasting Platform", "Rotterdam, Netherlands"),
        *("2026-10-19", "You move the last nightly batches to a stream, in Rust and Python."),
    ),
    _job(
        *(4, "Senior Platform Engineer", "Forecasting Platform", "Remote, Belgium"),
        *("2026-11-02", "You own the service that sends alerts to towns at night."),
    ),
    _job(
        *(5, "Field Technician, Leeds", "Field Operations", "Leeds, England"),
        *("2026-09-01", "You install and mend Reedline sensors along the Aire and the Calder."),
    ),
    _job(
        *(6, "Account Manager, Denmark", "Towns", "Copenhagen, Denmark"),
        *("2026-11-09", "You win the first Danish towns for Street Forecast."),
    ),
)

_ORGANISATION = {
    "login": "lanternfield",
    "id": 99000001,
    "name": "Lanternfield",
    "description": "Flood warnings, street by street. Flood data for those it is about.",
    "blog": f"{HOST}/engineering",
    "location": "Ghent",
    "email": None,
    "is_verified": True,
    "public_repos": 2,
    "created_at": "2018-02-01T08:00:00Z",
    "type": "Organization",
}


def _repository(number: int, name: str, about: str, language: str, stars: int) -> dict[str, object]:
    return {
        "id": number,
        "name": name,
        "full_name": f"lanternfield/{name}",
        "private": False,
        "owner": {"login": "lanternfield", "id": 99000001},
        "html_url": f"https://github.com/lanternfield/{name}",
        "description": about,
        "fork": False,
        "archived": False,
        "disabled": False,
        "created_at": "2019-04-01T08:00:00Z",
        "pushed_at": "2026-11-12T08:00:00Z",
        "size": 900,
        "stargazers_count": stars,
        "language": language,
        "license": {"key": "mpl-2.0", "spdx_id": "MPL-2.0"},
        "topics": ["floods", "sensors"],
    }


_REPOSITORIES = [
    _repository(1, "tidegate", "The forecast's stream engine: late readings kept.", "Rust", 640),
    _repository(2, "reedline-firmware", "Firmware of the Reedline sensor.", "C", 210),
]


def _feed(title: str, link: str, entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f'<id>{link}</id><title>{title}</title><link rel="alternate" href="{link}"/>'
        f"<updated>2026-11-12T08:00:00Z</updated>{entries}</feed>"
    )


def _entry(title: str, link: str, day: str, text: str) -> str:
    return (
        f'<entry><id>{link}</id><title>{title}</title><link rel="alternate" href="{link}"/>'
        f"<published>{day}</published><updated>{day}</updated>"
        f'<content type="html">{text}</content></entry>'
    )


_RELEASES = _feed(
    "Release notes from tidegate",
    "https://github.com/lanternfield/tidegate/releases",
    _entry(
        *("v4.0.0", "https://github.com/lanternfield/tidegate/releases/tag/v4.0.0"),
        "2026-11-10T08:00:00Z",
        "&lt;p&gt;Late readings are kept apart and counted, instead of being dropped.&lt;/p&gt;",
    )
    + _entry(
        *("v3.6.0", "https://github.com/lanternfield/tidegate/releases/tag/v3.6.0"),
        "2026-08-20T08:00:00Z",
        "&lt;p&gt;The stream engine can be upgraded without stopping the forecast.&lt;/p&gt;",
    ),
)
_HISTORY = _feed(
    "Lanternfield Status - Incident History",
    STATUS,
    _entry(
        *("Delayed alerts in nine towns", f"{STATUS}/incidents/a1"),
        "2026-10-03T22:10:00Z",
        "&lt;p&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - Alerts were delayed by fifty minutes, "
        "caused by an expired certificate in the service that sends messages.&lt;/p&gt;",
    )
    + _entry(
        *("Slow maps in Weirwatch", f"{STATUS}/incidents/a2"),
        "2026-07-14T09:30:00Z",
        "&lt;p&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - Maps are fast again, the tile store had "
        "run out of space.&lt;/p&gt;",
    ),
)


def _article(url: str, title: str, seen: str, domain: str) -> dict[str, object]:
    return {
        "url": url,
        "url_mobile": "",
        "title": title,
        "seendate": seen,
        "socialimage": "",
        "domain": domain,
        "language": "English",
        "sourcecountry": "Belgium",
    }


_ARTICLES = [
    _article(
        "https://www.leiecourier.example/2026/11/lanternfield-street-forecast",
        "Lanternfield takes Street Forecast live in twelve towns",
        *("20261106T080000Z", "leiecourier.example"),
    ),
    _article(
        "https://www.waterboardweekly.example/news/lanternfield-street-forecast-twelve-towns",
        "Lanternfield Street Forecast goes live in twelve towns",
        *("20261106T140000Z", "waterboardweekly.example"),
    ),
    _article(
        "https://www.waterboardweekly.example/news/lanternfield-denmark",
        "Flood forecast maker Lanternfield opens its first office in Denmark",
        *("20261030T090000Z", "waterboardweekly.example"),
    ),
]
_STORIES = [
    {
        "created_at": "2026-09-25T10:00:00Z",
        "title": "How we handle late readings from flood sensors",
        "url": f"{HOST}/engineering/late-readings",
        "author": "somebody",
        "points": 214,
        "num_comments": 87,
        "objectID": "990000201",
        "created_at_i": 1790330400,
        "_tags": ["story"],
    }
]


def places() -> dict[str, tuple[str, bytes]]:
    """Return address → (content type, body) of everything outside the company's site."""
    people = _labels(
        Q1296="Ghent",
        Q990000101="flood forecasting",
        Q990000102="Ilse Verbruggen",
        Q990000103="Tomas Okonjo",
        Q990000105="Stroomhuis Holding",
    )
    api, github = "https://api.github.com", "https://github.com/lanternfield"
    answers: dict[str, object] = {
        _wikidata(
            action="query",
            list="search",
            srsearch=f"haswbstatement:P856={HOST}/",
            srlimit="3",
        ): {"query": {"searchinfo": {"totalhits": 1}, "search": [{"ns": 0, "title": ITEM}]}},
        _wikidata(
            action="query",
            list="search",
            srsearch="haswbstatement:P856=https://lanternfield.example/",
            srlimit="3",
        ): {"query": {"searchinfo": {"totalhits": 0}, "search": []}},
        _wikidata(
            action="wbgetentities",
            ids=ITEM,
            props="labels|aliases|descriptions|claims|sitelinks",
            languages="en|mul",
            maxlag="5",
        ): {"entities": {ITEM: _entity()}, "success": 1},
        _wikidata(
            action="wbgetentities",
            ids="Q990000101|Q1296|Q990000102|Q990000103|Q990000105",
            props="labels",
            languages="en|mul|de|fr|es|ja",
        ): {"entities": people, "success": 1},
        "https://en.wikipedia.org/api/rest_v1/page/summary/Lanternfield": {
            "type": "standard",
            "title": "Lanternfield",
            "wikibase_item": ITEM,
            "timestamp": "2026-09-30T12:00:00Z",
            "content_urls": {"desktop": {"page": "https://en.wikipedia.org/wiki/Lanternfield"}},
            "extract": _SUMMARY,
        },
        "https://boards-api.greenhouse.io/v1/boards/lanternfield/jobs?content=true": {
            "jobs": list(_JOBS),
            "meta": {"total": len(_JOBS)},
        },
        f"{api}/orgs/lanternfield": _ORGANISATION,
        f"{api}/orgs/lanternfield/repos?type=public&sort=pushed&per_page=100": _REPOSITORIES,
        f"{api}/repos/lanternfield/reedline-firmware/releases?per_page=6": [],
        "https://api.gdeltproject.org/api/v2/doc/doc?"
        + urlencode(
            {
                "query": '"Lanternfield"',
                "mode": "artlist",
                "format": "json",
                "maxrecords": "75",
                "sort": "datedesc",
                "timespan": "3months",
            }
        ): {"articles": _ARTICLES},
        "https://hn.algolia.com/api/v1/search_by_date?"
        + urlencode(
            {
                "query": "lanternfield.example",
                "restrictSearchableAttributes": "url",
                "tags": "story",
                "numericFilters": "points>5",
                "hitsPerPage": "50",
            }
        ): {"hits": _STORIES, "nbHits": 1, "page": 0, "nbPages": 1, "hitsPerPage": 50},
    }
    found = {url: (_JSON, json.dumps(answer).encode()) for url, answer in answers.items()}
    found[f"{github}/tidegate/releases.atom"] = (_ATOM, _RELEASES.encode())
    found[f"{STATUS}/history.atom"] = (_ATOM, _HISTORY.encode())
    return found
