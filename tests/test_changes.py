"""Changes are events: what a person would want to hear, and nothing that only looks different."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from researcher.changes import baseline, compare, withdrawn, without_asked
from researcher.models import Change, Digest, Evidence
from researcher.text import key
from researcher.urls import identity
from tests.changing import HOME, NEWS, TEAM, VALUES, home, news, on, page, site, team, values
from tests.digests import question

DEAL = (
    "2026-11-03",
    "Korrin acquires Meadowlark Analytics",
    "Korrin has acquired Meadowlark Analytics of Cork, which forecasts frost for 300 orchards.",
)


def told(changes: tuple[Change, ...], *, questions: bool = False) -> list[tuple[str, str, str]]:
    """Return kind, field and name of each change, those of questions only on request."""
    return [(c.kind, c.field, c.name) for c in changes if questions or c.field != "questions"]


def _since(before: dict[str, str], now: dict[str, str]) -> tuple[Change, ...]:
    return compare(on(1, before), on(3, now))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"home": home("12,460")}, id="counter"),
        pytest.param(
            {
                "home": home(
                    carousel=("Just works.", "Saved us a harvest.", "They answer at night.")
                )
            },
            id="carousel",
        ),
        pytest.param(
            {"values": values(cookies="Cookies help us. Choose what you like!")}, id="cookie bar"
        ),
        pytest.param({"team": team(stamp="9 November 2026", year=2027)}, id="footer date"),
        pytest.param({"values": values(reversed(VALUES))}, id="reordered values"),
        pytest.param({"team": team(reversed(TEAM))}, id="reordered people"),
        pytest.param(
            {"values": values((n, t.replace(" ", "\n   ")) for n, t in VALUES)}, id="rewrapped"
        ),
        pytest.param(
            {"values": values((f"{n}.", t.replace(",", " –")) for n, t in VALUES)},
            id="re-punctuated",
        ),
        pytest.param({"values": values((n.upper(), t) for n, t in VALUES)}, id="letter case"),
        pytest.param(
            {
                "about": page(
                    "About us | Korrin",
                    "<h1>About</h1><h2>Mission</h2><p>It is our mission to keep small farms "
                    "productive, by making each measurement on them cheap, honest and "
                    "repairable.</p><p>Korrin, founded in 2014, employs 140 people.</p>",
                )
            },
            id="reworded mission",
        ),
        pytest.param(
            {"team": team((n, r.replace("Chief Technology Officer", "CTO")) for n, r in TEAM)},
            id="abbreviated role",
        ),
        pytest.param({"news": news(NEWS[:1])}, id="old news scrolled away"),
    ],
)
def test_what_only_looks_different_is_no_change(changed: dict[str, str]) -> None:
    """A mail about nothing teaches people not to open the next one."""
    assert _since(site(), site(**changed)) == ()


def test_a_count_that_moves_far_is_a_change_and_small_steps_add_up() -> None:
    """One per cent more staff is no news; a fifth more is, also when it came bit by bit."""

    def staffed(count: int) -> dict[str, str]:
        about = site()["/about"].replace("140 people", f"{count} people")
        return site(about=about)

    known = on(1, staffed(140))
    for day, count in enumerate((144, 148, 152), 2):
        now = on(day, staffed(count))
        assert told(compare(known, now)) == []
        known = baseline(known, now)
    (change,) = [c for c in compare(known, on(6, staffed(169))) if c.field == "facts"]
    assert (change.kind, change.name) == ("updated", "employees")
    assert "140" in change.before
    assert "169" in change.after


def test_a_new_event_is_told_once_with_its_question() -> None:
    """Priority and news of one page are one event; the question that it brings is marked."""
    changes = _since(site(), site(news=news((DEAL, *NEWS))))
    assert told(changes) == [("new", "priorities", "Korrin acquires Meadowlark Analytics")]
    assert changes[0].evidence[0].quote
    assert changes[0].evidence[0].url == f"{HOME}/news"
    assert "New question: “" in changes[0].meaning
    marked = [c for c in changes if c.field == "questions"]
    assert [c.kind for c in marked] == ["new"]
    assert "Meadowlark" in marked[0].name


def test_ten_articles_on_one_event_are_one_change() -> None:
    """Ten newsrooms copy one announcement; a person hears of it once, at once and later on."""
    titles = (
        "Korrin acquires Meadowlark Analytics",
        "Korrin buys frost forecaster Meadowlark Analytics",
        "Meadowlark Analytics of Cork acquired by Korrin",
        "Korrin completes acquisition of Meadowlark",
        "Frost forecasts for 300 orchards: Korrin takes over Meadowlark Analytics",
        "Why we acquired Meadowlark Analytics",
        "Meadowlark Analytics joins Korrin",
        "Welcome, Meadowlark: the acquisition of Cork's frost forecasters",
        "Sensor maker Korrin acquires orchard analytics firm Meadowlark",
        "Five questions on our acquisition of Meadowlark Analytics",
    )
    articles = [
        (
            f"2026-11-{3 + n // 4:02}",
            title,
            "Korrin has acquired Meadowlark Analytics of Cork, which forecasts frost for 300 "
            f"orchards. Report number {n + 1} on it says the same.",
        )
        for n, title in enumerate(titles)
    ]
    before = on(1, site())
    first = on(4, site(news=news([*articles[:4], *NEWS])))
    changes = compare(before, first)
    assert len(told(changes)) == 1
    known = baseline(before, first)
    assert told(compare(known, on(6, site(news=news([*articles, *NEWS]))))) == []
    assert len(told(compare(before, on(6, site(news=news([*articles, *NEWS])))))) == 1


def test_two_events_stay_two() -> None:
    """Same company, same week, same kind of news: still two things to ask about."""
    other = (
        "2026-11-04",
        "Korrin acquires the tractor archive of Szeged",
        "Korrin has acquired the tractor archive of Szeged and opens it to schools.",
    )
    changes = _since(site(), site(news=news((other, DEAL, *NEWS))))
    assert len([c for c in changes if c.field == "priorities"]) == 2


def test_versions_are_not_one_event() -> None:
    """Release 4.1 and 4.2 differ by one character, and that is the news."""
    entries = [
        (f"2026-11-0{n}", f"Heron firmware 4.{n} is released", f"We release Heron firmware 4.{n}.")
        for n in (2, 3)
    ]
    known = on(2, site(news=news((entries[0], *NEWS))))
    changes = compare(known, on(4, site(news=news((*reversed(entries), *NEWS)))))
    assert told(changes) in (
        [("new", "priorities", "Heron firmware 4.3 is released")],
        [("new", "news", "Heron firmware 4.3 is released")],
    )


def test_old_news_found_late_is_not_new() -> None:
    """A page of the archive that was not read before tells history, not news."""
    old = (
        "2026-06-01",
        "Korrin hires its hundredth engineer",
        "Korrin has hired its hundredth engineer, who starts in Debrecen.",
    )
    assert told(_since(site(), site(news=news((*NEWS, old))))) == []


def test_a_role_change_names_before_and_after() -> None:
    """The one change that most decides who to ask what."""
    promoted = (("Ines Varga", "Chief Executive Officer"), *TEAM[1:])
    before = on(1, site())
    cto = before.people[[p.name for p in before.people].index("Ines Varga")]
    asks = question("Your CTO came from farming, I read. What changed?", "team", cto.evidence[0])
    change, *_ = compare(replace(before, questions=(asks,)), on(3, site(team=team(promoted))))
    assert (change.kind, change.field, change.name) == ("updated", "people", "Ines Varga")
    assert (change.before, change.after) == ("Chief Technology Officer", "Chief Executive Officer")
    assert "Withdrawn: “Your CTO came from farming, I read. What changed?”" in change.meaning


def test_who_comes_and_who_goes() -> None:
    """People are matched by name, whatever place they have on the page."""
    now = (TEAM[1], ("Aoife Brennan", "Chief Technology Officer"), *TEAM[2:])
    assert set(told(_since(site(), site(team=team(now))))) == {
        ("new", "people", "Aoife Brennan"),
        ("removed", "people", "Ines Varga"),
    }


def test_a_removed_value_withdraws_its_question() -> None:
    """To praise a value that the company gave up last week would be worse than silence."""
    before, now = on(1, site()), on(3, site(values=values(VALUES[1:])))
    lost, kept = (
        question(f"“{v.name}” is one of your values. Since when?", "culture", v.evidence[0])
        for v in before.values[:2]
    )
    before = replace(before, questions=(kept, lost))
    changes = compare(before, now)
    assert told(changes) == [("removed", "values", "Repair before replace")]
    assert changes[0].evidence[0].quote
    assert withdrawn(before.questions, now, changes) == (lost,)
    assert [(c.kind, c.name) for c in changes if c.field == "questions"] == [("removed", lost.text)]
    assert changes[0].meaning == f"Withdrawn: “{lost.text}”"
    # A better question that took its place is no reason to warn of the other.
    unchanged = on(3, site())
    assert withdrawn(before.questions, unchanged, compare(before, unchanged)) == ()


def test_a_renamed_value_is_an_update() -> None:
    """The same passage under another heading is the same value."""
    renamed = (("Mend, do not sell", VALUES[0][1]), *VALUES[1:])
    changes = _since(site(), site(values=values(renamed)))
    told_values = [c for c in changes if c.field == "values"]
    assert [c.kind for c in told_values] in (["updated"], ["new", "removed"])
    assert {c.before or c.name for c in told_values} & {"Repair before replace"}


@pytest.mark.parametrize("how", ["failed", "blocked", "absent", "given"])
def test_what_a_page_showed_stays_unknown_while_it_cannot_be_read(how: str) -> None:
    """A 503 day, a robots change, a page not reached: never "removed", and no news afterwards."""
    known = on(1, site())
    whole = site()
    if how == "absent":
        now = on(2, site(values=""))
    elif how == "given":
        now = on(2, site(values=values(VALUES[:2])))
    else:
        now = on(2, whole, **{how: ["/values"]})
    failed = [f"{HOME}/values"] if how == "given" else []
    assert told(compare(known, now, failed=failed)) == []
    known = baseline(known, now, failed=failed)
    assert told(compare(known, on(3, whole))) == []
    # And what did change behind it is told as soon as it can be seen.
    changed = on(4, site(values=values(VALUES[1:])))
    assert told(compare(known, changed)) == [("removed", "values", "Repair before replace")]


def test_a_day_on_which_everything_fails_changes_nothing() -> None:
    """The company did not dismiss everybody because its server was down."""
    known = on(1, site())
    down = on(2, site(), failed=["/about", "/values", "/team", "/news"])
    assert compare(known, down) == ()
    assert told(compare(baseline(known, down), on(3, site()))) == []


def test_a_vanished_page_is_told_once_it_is_surely_gone() -> None:
    """Whoever runs decides when a page is gone; until then its findings are unknown."""
    known = on(1, site())
    now = on(2, site(team=""))
    assert told(compare(known, now)) == []
    changes = compare(known, now, gone=[f"{HOME}/team"])
    assert {c.name for c in changes if c.field == "people"} == {name for name, _ in TEAM}
    after = baseline(known, now, gone=[f"{HOME}/team"])
    assert told(compare(after, on(3, site(team="")), gone=[f"{HOME}/team"])) == []


def test_a_page_that_says_nothing_any_more_is_not_believed() -> None:
    """A page for maintenance answers 200, too."""
    empty = page("Korrin", "<h1>Back soon</h1><p>This page is being rebuilt. Come back later.</p>")
    assert told(_since(site(), site(values=empty, team=empty))) == []


def test_something_that_still_stands_is_not_removed() -> None:
    """Where the page's text is at hand, it decides, not the extractors' choice."""
    known, now = on(1, site()), on(3, site())
    fewer = replace(
        now,
        values=now.values[1:],
        sources=tuple(replace(s, sha256="other") for s in now.sources),
    )
    assert told(compare(known, fewer)) == [("removed", "values", now.values[0].name)]
    assert told(compare(known, fewer, holds=lambda evidence: True)) == []
    assert told(compare(fewer, now, held=lambda evidence: True)) == []


def test_an_unchanged_page_brings_nothing_new() -> None:
    """If the extractors learn to see more, or choose otherwise, the company has not changed."""
    now = on(3, site())
    fewer = replace(on(1, site()), values=now.values[1:], people=now.people[:2])
    assert told(compare(fewer, now)) == []


def test_what_is_read_for_the_first_time_says_so() -> None:
    """News to us need not be news."""
    known = on(1, site(), failed=["/values"])
    changes = compare(known, on(2, site()))
    new = [c for c in changes if c.field == "values"]
    assert len(new) == len(VALUES)
    assert all("could not be read before" in c.meaning for c in new)


def test_questions_that_were_asked_do_not_come_back() -> None:
    """Nor does the same question with other punctuation or a reworded lead-in."""
    questions = on(1, site()).questions
    asked = [questions[0].text, questions[2].text.replace(",", " –").upper()]
    left = without_asked(questions, asked)
    assert [q.text for q in left] == [q.text for n, q in enumerate(questions) if n not in (0, 2)]
    assert without_asked(questions, ()) == questions


def test_comparing_is_repeatable_and_reflexive() -> None:
    """A digest does not differ from itself, nor from the baseline that it made."""
    one, other = on(1, site()), on(5, site(news=news((DEAL, *NEWS)), team=team(TEAM[1:])))
    assert compare(one, one) == ()
    assert compare(one, other) == compare(one, other)
    assert told(compare(baseline(one, other), other)) == []


def _holds(digest: Digest, paths: dict[str, str]) -> Callable[[Evidence], bool]:
    text = {identity(HOME + path): key(body) for path, body in paths.items()}
    return lambda e: key(e.quote) in text.get(identity(e.url), "")


def test_the_fortnight_is_quiet_where_nothing_happens() -> None:
    """Fourteen days, one event on the ninth: one change in all."""
    known, heard = on(1, site()), []
    for day in range(2, 15):
        paths = site(
            home=home(f"12,{430 + 3 * day}", stamp=f"{day} November 2026"),
            news=news((DEAL, *NEWS) if day >= 9 else NEWS),
        )
        failed = ["/team"] if day == 5 else []
        now = on(day, paths, failed=failed)
        heard += [(day, *change) for change in told(compare(known, now, holds=_holds(now, paths)))]
        known = baseline(known, now)
    assert heard == [(9, "new", "priorities", DEAL[1])]


def test_with_the_pages_at_hand_real_changes_are_told_all_the_same() -> None:
    """Looking quotes up silences what only seems to change, and nothing else."""
    first = site()
    second = site(
        values=values(VALUES[1:]),
        team=team((("Ines Varga", "Chief Executive Officer"), *TEAM[1:3])),
        news=news((DEAL, *NEWS)),
    )
    before, now = on(1, first), on(3, second)
    changes = compare(before, now, holds=_holds(now, second), held=_holds(before, first))
    assert told(changes) == [
        ("new", "priorities", DEAL[1]),
        ("updated", "people", "Ines Varga"),
        ("removed", "people", "Colm Doyle"),
        ("removed", "values", "Repair before replace"),
    ]


def test_a_page_that_moved_takes_nothing_with_it() -> None:
    """/team becomes /people: the same people, at another address."""
    moved = site(team="")
    moved["/people"] = team()
    before, now = on(1, site()), on(3, moved)
    assert told(compare(before, now)) == []
    assert told(compare(before, now, gone=[f"{HOME}/team"])) == []
