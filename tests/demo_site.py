"""The demo's invented company: its site as text, and the archive that is built from it.

`python -m tests.demo_site` writes `researcher/demo/site.warc.gz` anew; a test compares the two.
Everything here is made up. The host is under `.example`, which RFC 2606 keeps from being anyone's.
"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

from tests.demo_places import places

HOST = "https://www.lanternfield.example"
ARCHIVED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
ARCHIVE = Path(__file__).parents[1] / "researcher" / "demo" / "site.warc.gz"

_LAYOUT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | Lanternfield</title>
<meta name="description" content="{description}"><meta property="og:site_name" content="Lanternfield">
<link rel="alternate" type="application/rss+xml" title="Lanternfield news" href="/feed.xml">{head}
</head><body>
<div class="cookie-banner" role="dialog"><p>We set one cookie, to remember that you closed this.</p>
<button>Close</button></div>
<header><a href="/">Lanternfield</a><nav><ul><li><a href="/about">About us</a></li>
<li><a href="/products">Products</a></li><li><a href="/news">News</a></li>
<li><a href="/engineering">Engineering</a></li><li><a href="/team">Team</a></li>
<li><a href="/careers">Careers</a></li></ul></nav></header>
<main>{body}</main>
<footer><p>Lanternfield BV, Nieuwland 14, 9000 Ghent, Belgium. Registered in 2017.</p>
<ul><li><a href="/values">Our values</a></li><li><a href="/handbook">How we work</a></li>
<li><a href="/privacy">Privacy</a></li><li><a href="/contact">Contact</a></li>
<li><a href="https://github.com/lanternfield">GitHub</a></li>
<li><a href="https://lanternfield.statuspage.io/">Status</a></li>
<li><a href="https://www.linkedin.com/company/lanternfield">LinkedIn</a></li></ul></footer>
</body></html>"""

_ORGANISATION = """<script type="application/ld+json">{"@context": "https://schema.org",
"@type": "Organization", "name": "Lanternfield", "legalName": "Lanternfield BV",
"foundingDate": "2017", "url": "https://www.lanternfield.example/",
"numberOfEmployees": {"@type": "QuantitativeValue", "value": "84"},
"address": {"@type": "PostalAddress", "addressLocality": "Ghent", "addressCountry": "Belgium"}}
</script>"""

# path: (title, description, body)
PAGES: dict[str, tuple[str, str, str]] = {
    "/": (
        "Flood warnings, street by street",
        "Lanternfield warns towns of flooding street by street, hours before the water comes.",
        """<h1>Flood warnings, street by street</h1>
<p>Towns in five countries see the water coming with our sensors and forecasts.</p>
<h2>What we make</h2><div class="cards">
<div class="card"><h3><a href="/products/reedline">Reedline</a></h3>
<p>A water-level sensor that runs for eight years on one battery.</p></div>
<div class="card"><h3><a href="/products/weirwatch">Weirwatch</a></h3>
<p>The control room: live levels, forecasts and alerts for a whole catchment.</p></div>
<div class="card"><h3><a href="/products/culvert-api">Culvert API</a></h3>
<p>Forecasts as data, for insurers and public works.</p></div></div>
<h2>What towns say</h2><blockquote><p>We closed the underpass forty minutes before it filled.</p>
<p>Marieke Dhondt, mayor of Oudvliet</p></blockquote>
<h2>Latest news</h2><ul><li><a href="/news/street-forecast">Street Forecast is live in twelve
towns</a></li><li><a href="/news/october-outage">What happened on 3 October</a></li></ul>""",
    ),
    "/about": (
        "About us",
        "Why Lanternfield exists, and how it began.",
        """<h1>About us</h1><h2>Our mission</h2>
<p>We exist so that nobody is surprised by water in their own street.</p>
<h2>How we began</h2><p>Lanternfield was founded in 2017 by Ilse Verbruggen and Tomas Okonjo after
the Lys flooded their neighbourhood without a warning.</p>
<p>Today 84 people in Ghent, Rotterdam and Leeds build sensors, forecasts and the software around
them. More than 140 towns and water boards rely on us.</p>
<p>Read <a href="/values">what we value</a> and <a href="/handbook">how we work</a>.</p>""",
    ),
    "/values": (
        "Our values",
        "Five things that we decide by.",
        """<h1>Our values</h1><p>Five things that we decide by when nobody is watching.</p>
<div class="values"><div class="value"><h3>Warn early, admit doubt</h3><p>A forecast without its
uncertainty is a rumour, so we always print both.</p></div>
<div class="value"><h3>Boots in the water</h3><p>Everybody spends two days a year installing
sensors with the people who will depend on them.</p></div>
<div class="value"><h3>Plain words</h3><p>An alert is read at three in the morning by someone who is
frightened.</p></div>
<div class="value"><h3>Repair before replace</h3><p>We design every part so that a town can mend it
without us.</p></div>
<div class="value"><h3>Share the map</h3><p>Flood data belongs to the people it is about, and we
publish it openly.</p></div></div>""",
    ),
    "/team": (
        "Team",
        "The people behind the warnings.",
        """<h1>Team</h1><h2>Leadership</h2><div class="people">
<div class="person"><h3>Ilse Verbruggen</h3><p>Chief Executive and co-founder</p></div>
<div class="person"><h3>Tomas Okonjo</h3><p>Chief Scientist and co-founder</p></div>
<div class="person"><h3>Priya Raghunathan</h3><p>Chief Technology Officer</p></div>
<div class="person"><h3>Joost Claessens</h3><p>Head of Field Operations</p></div></div>
<h2>Engineering</h2><div class="people">
<div class="person"><h3>Hanna Lindqvist</h3><p>Engineering Manager, Forecasting Platform</p></div>
<div class="person"><h3>Samuel Adeyemi</h3><p>Staff Data Engineer</p></div>
<div class="person"><h3>Noor van Aken</h3><p>Embedded Engineer</p></div></div>""",
    ),
    "/careers": (
        "Careers",
        "Work on warnings that people act on.",
        """<h1>Careers</h1><p>You will work on warnings that people act on the same night.</p>
<h2>What we offer</h2><ul><li>A learning budget of 2,000 euros a year and five days to spend it
in.</li><li>A four-day week of 36 hours, with Fridays free for everybody.</li>
<li>Work from home up to three days a week, or from Ghent, Rotterdam or Leeds.</li>
<li>Thirty-two days of holiday, counted apart from sick leave.</li></ul>
<h2>How we hire</h2><p>Our hiring process is one call, one paid half-day exercise with your future
team, and an answer within a week.</p><h2>How you grow</h2><p>Every engineer has a written growth
plan that is reviewed each quarter with somebody who is not their manager.</p>
<h2>Open positions</h2><p>All of them are on
<a href="https://job-boards.greenhouse.io/lanternfield">our job board</a>.</p><ul><li><a href="/careers/data-engineer">Data Engineer, Forecasting
Platform</a></li><li><a href="/careers/field-technician">Field Technician, Leeds</a></li></ul>""",
    ),
    "/careers/data-engineer": (
        "Data Engineer, Forecasting Platform",
        "Move the readings of 31,000 sensors to the forecast.",
        """<h1>Data Engineer, Forecasting Platform</h1><p>Ghent or Rotterdam, 36 hours.</p>
<h2>What you will do</h2><ul><li>Build the pipelines that bring 31,000 sensors' readings to the
forecast within a minute.</li><li>Make late and broken readings visible instead of silently
dropping them.</li><li>Share the on-call rota of the platform, one week in six.</li></ul>
<h2>What you bring</h2><ul><li>Python and SQL in production.</li><li>Kafka or a comparable stream
platform.</li><li>Experience with PostgreSQL, PostGIS or other geodata.</li></ul>""",
    ),
    "/careers/field-technician": (
        "Field Technician, Leeds",
        "Install and mend sensors along the Aire.",
        """<h1>Field Technician, Leeds</h1><h2>What you will do</h2><ul><li>Install and mend Reedline
sensors along the Aire and the Calder.</li><li>Train town crews to replace batteries
themselves.</li></ul>""",
    ),
    "/products": (
        "Products",
        "Sensors, forecasts and the control room.",
        """<h1>Products</h1><div class="cards"><div class="card"><h2><a href="/products/reedline">
Reedline</a></h2><p>Water-level sensors that a town crew can install in an hour.</p></div>
<div class="card"><h2><a href="/products/weirwatch">Weirwatch</a></h2><p>The control room for a
whole catchment.</p></div><div class="card"><h2><a href="/products/culvert-api">Culvert API</a></h2>
<p>Forecasts and flood history as data.</p></div></div>""",
    ),
    "/products/reedline": (
        "Reedline",
        "A water-level sensor that runs for eight years.",
        """<h1>Reedline</h1><p>Reedline is a water-level sensor that runs for eight years on one
battery and can be opened with a single key.</p><p>31,000 of them stand in rivers, sewers and
underpasses in five countries.</p>""",
    ),
    "/products/weirwatch": (
        "Weirwatch",
        "The control room for a whole catchment.",
        """<h1>Weirwatch</h1><p>Weirwatch shows live levels, forecasts and alerts for a whole catchment
on one screen.</p><p>Duty officers acknowledge, pass on and close alerts in it.</p>""",
    ),
    "/products/culvert-api": (
        "Culvert API",
        "Forecasts as data.",
        """<h1>Culvert API</h1><p>Culvert API gives insurers and public works our forecasts and twelve
years of flood history as data.</p>""",
    ),
    "/handbook": (
        "How we work",
        "The parts of our handbook that concern everybody.",
        """<h1>How we work</h1><h2>Writing first</h2><p>Decisions are written down in a one-page note
and stay open for comments for two working days.</p><h2>On call</h2><p>Whoever was woken by an alarm
starts late the next day, without asking.</p><h2>Blameless reviews</h2><p>After every incident we
hold a blameless review and publish what we learned.</p>""",
    ),
    "/engineering": (
        "Engineering",
        "How the forecast is built.",
        """<h1>Engineering</h1><article><h2><a href="/engineering/late-readings">How we handle late
readings</a></h2><time datetime="2026-09-24">24 September 2026</time><p>One reading in forty arrives
late. Here is what we do with it.</p></article>""",
    ),
    "/engineering/late-readings": (
        "How we handle late readings",
        "One reading in forty arrives late.",
        """<article><h1>How we handle late readings</h1><p>By Samuel Adeyemi,
<time datetime="2026-09-24">24 September 2026</time></p><p>One reading in forty arrives late, mostly
from sensors under bridges.</p><p>Our pipeline is written in Python and runs on Kafka and
PostgreSQL with PostGIS; the forecast itself is a Rust service on Kubernetes.</p><p>We moved from
nightly batches to a stream in the spring, and the share of alerts that were sent too late fell from
six to two in a hundred.</p></article>""",
    ),
    "/news": (
        "News",
        "What is new at Lanternfield.",
        """<h1>News</h1>
<article><h2><a href="/news/street-forecast">Street Forecast is live in twelve towns</a></h2>
<time datetime="2026-11-05">5 November 2026</time></article>
<article><h2><a href="/news/october-outage">What happened on 3 October</a></h2>
<time datetime="2026-10-09">9 October 2026</time></article>
<article><h2><a href="/news/water-board">Three-year agreement with the Scheldt water board</a></h2>
<time datetime="2026-09-15">15 September 2026</time></article>
<article><h2><a href="/news/new-cto">Priya Raghunathan joins as Chief Technology Officer</a></h2>
<time datetime="2026-07-01">1 July 2026</time></article>
<article><h2><a href="/news/series-b">Lanternfield raises 18 million euros</a></h2>
<time datetime="2026-05-12">12 May 2026</time></article>
<article><h2><a href="/news/leeds">Our first office in Britain</a></h2>
<time datetime="2024-02-20">20 February 2024</time></article>""",
    ),
    "/news/street-forecast": (
        "Street Forecast is live in twelve towns",
        "Forecasts for single streets.",
        """<article><h1>Street Forecast is live in twelve towns</h1>
<time datetime="2026-11-05">5 November 2026</time><p>Today we launched Street Forecast, which tells
the residents of twelve towns how high the water will stand in their own street.</p><p>Until now our
forecasts ended at the river bank. By the end of 2027 we want Street Forecast to cover sixty
towns.</p></article>""",
    ),
    "/news/october-outage": (
        "What happened on 3 October",
        "Alerts were delayed by fifty minutes.",
        """<article><h1>What happened on 3 October</h1>
<time datetime="2026-10-09">9 October 2026</time><p>On 3 October an outage delayed alerts for nine
towns by fifty minutes.</p><p>A certificate had expired in the service that sends messages, and our
own monitoring ran on the same service.</p><p>We are separating the alert path from everything else,
and will report on it in January.</p></article>""",
    ),
    "/news/water-board": (
        "Three-year agreement with the Scheldt water board",
        "A partnership for the whole estuary.",
        """<article><h1>Three-year agreement with the Scheldt water board</h1>
<time datetime="2026-09-15">15 September 2026</time><p>We signed a three-year partnership with the
Scheldt water board to bring Weirwatch to the whole estuary.</p><p>Four thousand Reedline sensors
will be installed by its own crews.</p></article>""",
    ),
    "/news/new-cto": (
        "Priya Raghunathan joins as Chief Technology Officer",
        "A new CTO.",
        """<article><h1>Priya Raghunathan joins as Chief Technology Officer</h1>
<time datetime="2026-07-01">1 July 2026</time><p>Priya Raghunathan joins Lanternfield as Chief
Technology Officer.</p><p>She will lead the move of our forecasting platform to streams.</p>
</article>""",
    ),
    "/news/series-b": (
        "Lanternfield raises 18 million euros",
        "Series B.",
        """<article><h1>Lanternfield raises 18 million euros</h1>
<time datetime="2026-05-12">12 May 2026</time><p>Lanternfield has raised 18 million euros in a
Series B round led by Northbank Climate Fund.</p><p>The money goes into street-level forecasts and
into opening Britain and Denmark.</p></article>""",
    ),
    "/news/leeds": (
        "Our first office in Britain",
        "Leeds.",
        """<article><h1>Our first office in Britain</h1>
<time datetime="2024-02-20">20 February 2024</time><p>We opened an office in Leeds.</p></article>""",
    ),
    "/contact": (
        "Contact",
        "Write to us.",
        """<h1>Contact</h1><p>Lanternfield BV, Nieuwland 14, 9000 Ghent, Belgium.</p>""",
    ),
    "/privacy": ("Privacy", "What we store.", "<h1>Privacy</h1><p>We store nothing about you.</p>"),
}

_ENTRIES = (
    ("street-forecast", "Thu, 05 Nov 2026 09:00:00 GMT"),
    ("october-outage", "Fri, 09 Oct 2026 09:00:00 GMT"),
    ("water-board", "Tue, 15 Sep 2026 09:00:00 GMT"),
    ("new-cto", "Wed, 01 Jul 2026 09:00:00 GMT"),
    ("series-b", "Tue, 12 May 2026 09:00:00 GMT"),
    ("leeds", "Tue, 20 Feb 2024 09:00:00 GMT"),
)


def resources(base: str = HOST) -> dict[str, tuple[str, bytes]]:
    """Return path → (content type, body), with absolute addresses under `base`."""
    found: dict[str, tuple[str, bytes]] = {}
    for path, (title, description, body) in PAGES.items():
        head = _ORGANISATION.replace(HOST, base) if path == "/" else ""
        html = _LAYOUT.format(title=title, description=description, body=body, head=head)
        found[path] = ("text/html; charset=utf-8", html.encode())
    entries = "".join(
        f"<item><title>{PAGES[f'/news/{name}'][0]}</title><link>{base}/news/{name}</link>"
        f"<guid>{base}/news/{name}</guid><pubDate>{day}</pubDate>"
        f"<description>{PAGES[f'/news/{name}'][1]}</description></item>"
        for name, day in _ENTRIES
    )
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Lanternfield news</title><link>{base}/news</link>"
        f"<description>What is new.</description>{entries}</channel></rss>"
    )
    found["/feed.xml"] = ("application/rss+xml", feed.encode())
    urls = "".join(f"<url><loc>{base}{path}</loc></url>" for path in PAGES)
    sitemap = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )
    found["/sitemap.xml"] = ("application/xml", sitemap.encode())
    robots = f"User-agent: *\nDisallow: /privacy\nSitemap: {base}/sitemap.xml\n"
    found["/robots.txt"] = ("text/plain", robots.encode())
    return found


def archive() -> bytes:
    """Return the archive (WARC 1.1, one gzip member a record), the same bytes every time.

    It holds the site and, after it, what other places hold of the company.
    """
    stamp = ARCHIVED.strftime("%Y-%m-%dT%H:%M:%SZ")
    members = []
    held = {f"{HOST}{path}": answer for path, answer in resources().items()} | places()
    for number, (url, (kind, body)) in enumerate(held.items()):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        block = http.encode() + body
        head = (
            "WARC/1.1\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"WARC-Date: {stamp}\r\nWARC-Target-URI: {url}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        # mtime=0: the time of the build must not change the bytes.
        members.append(gzip.compress(head.encode() + block + b"\r\n\r\n", 9, mtime=0))
    return b"".join(members)


if __name__ == "__main__":
    ARCHIVE.write_bytes(archive())
