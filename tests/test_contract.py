from __future__ import annotations

import json
from dataclasses import replace

from researcher.render import render
from tests import attacks, digests


def test_json_has_every_key_of_the_contract() -> None:
    """Absent is null or an empty list, never a missing key."""
    full, bare = (json.loads(render(d, "json")) for d in (digests.rich(), digests.empty()))
    keys = [
        "schema_version", "company", "as_of", "mission", "values", "projects", "priorities",
        "people", "technologies", "culture", "news", "key_pages", "feeds", "questions",
        "preparation", "rapport", "gaps", "sources",
    ]  # fmt: skip

    for made in (full, bare):
        assert [key for key in made if key in keys] == keys
        assert set(made["company"]) == {"name", "url", "description", "facts"}
        assert list(made["key_pages"]) == ["about", "values", "careers", "products", "news", "team"]
    assert bare["mission"] is None
    assert bare["company"]["description"] is None
    assert full["key_pages"]["team"] is None
    assert full["people"][4]["role"] is None
    assert full["people"][0]["role"] == "Chief executive and co-founder"
    assert full["mission"]["text"].startswith("We measure")
    assert set(full["questions"][0]) >= {
        "text", "kind", "audience", "why", "about", "evidence", "tie_in", "follow_ups",
        "listen_for", "ask_back",
    }  # fmt: skip
    assert set(full["questions"][0]["listen_for"]) == {"strong", "weak"}
    assert full["questions"][2]["tie_in"] is None
    assert full["questions"][4]["ask_back"] is None
    assert full["priorities"][0]["stance"] == "priority"
    assert full["priorities"][0]["date"] == "2026-11-03"
    assert full["priorities"][4]["date"] is None
    assert full["news"][2]["date"] == "2026-06"
    assert set(full["preparation"][0]) >= {"question", "why", "evidence", "your_evidence"}
    assert full["sources"][3]["status"] == "failed"


def test_json_evidence_is_what_was_cited() -> None:
    """Quote, address, the event's date as far as known, time of the fetch in UTC, source."""
    made = json.loads(render(digests.rich(), "json"))

    assert made["company"]["facts"][0]["evidence"] == [
        {
            "quote": "Founded in 2016 by two hydrographers in Aarhus.",
            "url": "https://www.tidewrack.example/about",
            "date": "2016",
            "fetched_at": "2026-11-23T08:05:07Z",
            "source": "website",
        }
    ]


def test_json_is_lossless_and_safe_on_a_terminal() -> None:
    """What a terminal would obey is written as an escape: the same text for a program."""
    made = render(attacks.nasty(), "json")

    assert "\n  " in made
    assert made.replace("\n", "").isprintable()
    assert json.loads(made)["values"][8]["name"] == attacks.ATTACKS[8]
    assert "浅い海" in render(replace(digests.empty(), description="浅い海"), "json")
