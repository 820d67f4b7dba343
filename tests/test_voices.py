"""Whose "we" it is: another organisation's word about itself is never told of the company."""

from __future__ import annotations

import pytest

from researcher.extract import extract
from researcher.extract.voices import own_voice
from researcher.models import Kind
from tests.build import document, site

HOME = "<h1>Tallow Mere</h1><p>Tallow Mere teaches divers.</p>"
ADVERT = """<h1>Careers</h1><h2>Head of diving</h2><h3>About us</h3>
<p>Harrow Deep, headquartered in Hull, is an independent charity. We currently work in 41 ports,
supporting our employees with training every year.</p>
<p>Tallow Mere is run by Harrow Deep. We pay for two weeks of training a year for all our staff.</p>
<h3>How we work</h3><p>We close our office on Fridays, and employees work 32 hours a week.</p>"""


def test_another_organisations_we_is_not_the_companys() -> None:
    """A parent's "About us" in an advert ends where the company is named, and at a heading."""
    found = extract(
        site(document(HOME), document(ADVERT, "https://example.com/careers"), name="Tallow Mere")
    )
    quotes = {e.quote for several in found.values() for f in several for e in f.evidence}

    assert not any("41 ports" in quote for quote in quotes)
    told = {e.quote for f in found[Kind.CULTURE] for e in f.evidence}
    assert any("two weeks of training" in quote for quote in told)
    assert any("32 hours" in quote for quote in told)


@pytest.mark.parametrize(
    "kept",
    [
        "Harrow Deep is a charity in Hull. We have supported Harrow Deep since 2019.",
        "Harrow Deep is a charity in Hull. They are our neighbours. We like them.",
        "Tallow Mere Ltd is a small company. We teach divers.",
        "Harrow is a brand that we sell. We made it.",
        "Ana Berg is a developer of maps. We like her maps.",
        "Compressed Air is a danger. We teach how to handle it.",
    ],
)
def test_the_companys_own_we_stays(kept: str) -> None:
    """Who speaks of the other, or of what is no organisation, is the company."""
    given = site(document(f"<h1>Tallow Mere</h1><p>{kept}</p>"), name="Tallow Mere")

    assert own_voice(given) is given


def test_a_reference_speaks_of_the_client() -> None:
    """There, the client is introduced, and "we" is who worked for it."""
    html = "<h1>Harrow Deep</h1><p>Harrow Deep is a charity. We rebuilt its whole site.</p>"
    given = site(document(html, "https://example.com/case-studies/harrow"), name="Tallow Mere")

    assert own_voice(given) is given
