"""Technologies: what is built with, not what looks technical."""

from __future__ import annotations

import time
from datetime import date

from researcher.extract.technology import extract
from researcher.models import Document, Finding
from tests.build import document, site


def page(path: str, title: str, body: str, *, language: str = "en") -> Document:
    """Return a page of Brambleworks."""
    return document(
        f'<!doctype html><html lang="{language}"><head><title>{title} | Brambleworks</title></head>'
        f"<body><main><h1>{title}</h1>{body}</main><footer><p>Powered by WordPress and jQuery</p>"
        "</footer></body></html>",
        f"https://example.com/{path}",
    )


def found(*documents: Document, name: str = "Brambleworks") -> list[Finding]:
    """Return the technologies."""
    return list(extract(site(*documents, as_of=date(2026, 3, 1), name=name)))


def names(*documents: Document) -> list[str]:
    """Return the technologies' names."""
    return [f.name for f in found(*documents)]


POSTING = page(
    "careers/backend-engineer/",
    "Backend Engineer",
    "<h2>Requirements</h2><ul><li>Experience with Python, Django and Postgres</li>"
    "<li>You have run services on K8s</li></ul>",
)


def test_a_posting_tells_the_stack_under_the_usual_names() -> None:
    """Aliases are told by their usual name, with the sentence as evidence."""
    findings = {f.name: f for f in found(POSTING)}

    assert {"Python", "Django", "PostgreSQL", "Kubernetes"} <= set(findings)
    assert findings["PostgreSQL"].evidence[0].quote == "Experience with Python, Django and Postgres"
    assert findings["PostgreSQL"].detail == "database"


def test_everyday_words_are_no_technologies() -> None:
    """Go, Spring, Express and React are words first."""
    about = page(
        "about/",
        "About us",
        "<p>We go far. Spring is our season, and we express our thanks. Growers react quickly.</p>"
        "<p>Go and see. Rust is a fungus that we fight, using sprays. Excel at pruning.</p>",
    )

    assert names(about) == []


def test_doubtful_names_count_beside_each_other() -> None:
    """In a sentence on experience, two doubtful names vouch for one another."""
    about = page("about/", "About us", "<p>We seek people with experience in Flutter or React.</p>")

    assert set(names(about)) == {"Flutter", "React"}


def test_the_websites_own_machinery_is_not_told() -> None:
    """Privacy pages and footers name what the site runs on, not what people build with."""
    privacy = page(
        "privacy/",
        "Privacy policy",
        "<p>We use WordPress, Cloudflare and MySQL to run this site, and Stripe for payments.</p>",
    )

    assert names(privacy) == []


def test_news_about_others_is_not_told() -> None:
    """A headline on other firms' technology says nothing about this company's."""
    news = page(
        "news/ruling/",
        "Court rules on programming code",
        "<p>The court held that a firm may copy Java code into the Android system it made.</p>",
    )

    assert names(news) == []


def test_a_method_needs_a_sentence_in_which_it_is_worked_with() -> None:
    """Machine learning as a topic of study is none; as a tool it is."""
    studied = page(
        "research/",
        "Research",
        "<p>This study examines the policy implications of machine learning in courts.</p>",
    )
    used = page(
        "technology/", "Technology", "<p>We use machine learning to count blossoms in our rows.</p>"
    )

    assert names(studied) == []
    assert names(used) == ["Machine learning"]


def test_longer_names_win() -> None:
    """C++ is not C, React Native is not React, Node.js is not Node."""
    stack = page(
        "engineering/", "Our stack", "<ul><li>C++</li><li>React Native</li><li>Node.js</li></ul>"
    )

    assert set(names(stack)) == {"C++", "React Native", "Node.js"}


def test_a_name_with_a_point_does_not_cut_the_evidence() -> None:
    """The sentence around ".NET" is cited whole."""
    service = page(
        "services/",
        "Services",
        "<p>Our team builds planners with ASP .NET Core and SQL Server.</p>",
    )
    quotes = {e.quote for f in found(service) for e in f.evidence}

    assert quotes == {"Our team builds planners with ASP .NET Core and SQL Server."}


def test_template_postings_are_left_out() -> None:
    """An advert full of blanks is its vendor's."""
    blank = page(
        "jobs/engineer/",
        "Software Engineer",
        "<p>Proficiency in languages such as [Java, C#, Python, etc.].</p>"
        "<p>Frameworks such as [React, Angular, Django, etc.].</p><p>[Any other perks here]</p>",
    )

    assert names(blank) == []


def test_more_telling_pages_come_first() -> None:
    """What postings and several pages name goes before what one entry mentions."""
    post = page("blog/gulp/", "Mapping orchards", "<p>We used QGIS once to draw the rows.</p>")
    order = names(POSTING, page("services/", "Services", "<p>We develop with Python.</p>"), post)

    assert order[0] == "Python"
    assert order.index("Django") < order.index("QGIS")


def test_a_word_of_the_companys_name_is_the_company() -> None:
    """The firm "Walter Hedge PLC" does not program controllers."""
    about = page(
        "about/", "About us", "<p>Walter Hedge PLC develops Python planners for orchards.</p>"
    )

    assert "PLC" not in [f.name for f in found(about, name="Walter Hedge PLC")]


def test_words_beside_japanese_are_read() -> None:
    """Scripts without spaces end a word of another script."""
    japanese = page(
        "technology/",
        "技術",
        "<p>当社では約100個のROS2パッケージを開発しています。</p>" + "<p>果樹園は広い。</p>" * 20,
        language="ja",
    )

    assert names(japanese) == ["ROS2"]


def test_a_page_headed_by_a_post_is_an_advert() -> None:
    """What its sentences name is worked with, wherever the page stands."""
    advert = page("pages/orchard-dev/", "Backend Developer", "<p>Events run on RabbitMQ.</p>")

    assert names(advert) == ["RabbitMQ"]


def test_several_in_one_sentence_of_a_careers_page_are_worked_with() -> None:
    """A sentence without a known word for using things may still list them, in any language."""
    careers = page(
        "recrutement/",
        "Recrutement",
        "<p>Vous ferez grandir notre carnet de taille, écrit en Java sur une base PostgreSQL.</p>",
        language="fr",
    )

    assert set(names(careers)) == {"Java", "PostgreSQL"}


def test_what_a_thing_was_built_in_is_told_on_any_page_of_the_company() -> None:
    """A press page that says how a product is made counts; one name in passing does not."""
    game = page("games/", "Games", "<h2>Twiglet</h2><p>A quiet game about one orchard.</p>")
    press = page("press/", "Press", "<p>Twiglet was built in Godot, with its sound in FMOD.</p>")
    others = page("press/", "Press", "<p>The court held that Elbow built in Godot and FMOD.</p>")
    other = page("press/", "Press", "<p>Twiglet was reviewed by somebody who likes Godot.</p>")

    assert set(names(game, press)) == {"Godot", "FMOD"}
    assert names(game, other) == []
    assert names(game, others) == []


def test_the_fuller_name_is_told_where_the_company_uses_it() -> None:
    """Saying "Spring Boot" tells more than "Spring"; a version or a nickname tells no more."""
    advert = page(
        "jobs/developer/",
        "Developer",
        "<h2>Requirements</h2><ul><li>Spring Boot and Kafka</li><li>Drupal 10 and K8s</li></ul>",
    )

    assert set(names(advert)) == {"Spring Boot", "Apache Kafka", "Drupal", "Kubernetes"}


def test_one_name_said_twice_is_no_list() -> None:
    """Lighthouse House and Lighthouse Academy are two houses."""
    allies = page("allies/", "Allies", "<ul><li>Lighthouse House, Lighthouse Inn</li></ul>")

    assert names(allies) == []


def test_words_of_the_vocabulary_that_are_common_need_company() -> None:
    """Added names that are also words count only beside other technologies."""
    about = page(
        "about/",
        "About us",
        "<p>We keep the handlebars of our mowers low, a pyramid of crates and a jar of honey.</p>"
        "<p>Our primavera starts with celery, and whatever you expect, we use less water.</p>",
    )

    assert names(about) == []


def test_long_pages_take_linear_time() -> None:
    """Two hundred thousand words cost little more than ten times twenty thousand."""
    words = "we build with Python and pears go react spring " * 20_000
    long = page("engineering/", "Engineering", f"<p>{words}</p>")
    start = time.perf_counter()
    found(long)

    assert time.perf_counter() - start < 5


def test_a_page_given_over_to_technology_tells_much() -> None:
    """A method told once on the page for it is in; the same sentence elsewhere is in passing."""
    body = "<p>Using a neural network, we estimate how a hedge grows.</p>"
    said = body.replace("we estimate", "one can estimate")
    assert "Neural networks" in names(page("technology/pruning/", "Pruning", said))
    assert "Neural networks" not in names(page("garden/pruning/", "Pruning", said))


def test_a_sentence_on_working_with_it_goes_before_a_list() -> None:
    """What the company says that it does with a thing tells more than the thing in a list."""
    listed = page("garden/", "Garden", "<ul><li>Redis, Kafka</li></ul>")
    told = page("orchard/", "Orchard", "<p>Our orchards are planned with tools like Grafana.</p>")
    order = names(listed, told)

    assert order.index("Grafana") < order.index("Redis")


def test_parts_of_persons_names_are_no_technologies() -> None:
    """An initial and a surname are not languages, whatever stands around them."""
    board = page(
        "careers/",
        "Careers",
        "<h2>Nora C. Go</h2><p>Mr. Go uses his time for C. Rust and for R. Swift.</p>",
    )

    assert not {"C", "Go", "R", "Rust", "Swift"} & set(names(board))


def test_an_abbreviation_is_written_out_where_the_company_does() -> None:
    """The company's own wording of a long or abbreviated name is told."""
    work = "<h2>Technologies</h2><ul><li>GreenSock</li><li>Vue.js</li></ul>"
    records = "<p>We use electronic medical records and a CRM system every day.</p>"

    assert "GreenSock" in names(page("technology/", "Technology", work))
    assert "Electronic medical records" in names(page("technology/", "Technology", records))
