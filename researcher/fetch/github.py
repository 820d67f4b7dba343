"""GitHub: a company's public organisation: flagship repositories, languages, newest releases.

Shapes of the REST API (https://docs.github.com/rest) and of the Atom feed that every repository has
of its releases. The feeds cost nothing of the 60 requests that callers without a token have in an
hour, so they are asked first; the API stands in where a feed cannot be had.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import (
    day,
    mapping,
    mappings,
    next_page,
    number,
    read_json,
    read_object,
    text,
)
from researcher.fetch.channels import newest, paragraph, read_entries, thing, told
from researcher.fetch.seam import Limits
from researcher.models import (
    Company,
    Document,
    Gap,
    Identifier,
    Mark,
    Page,
    Proof,
    Request,
    Words,
)
from researcher.text import clean

API = "https://api.github.com"
SITE = "https://github.com"
FLAGSHIPS = 12
"""Repositories of which a document is made."""
RELEASED = 5
"""Repositories whose releases are asked for."""
RELEASES = 6
"""Newest releases of one repository."""
_PAGES = 2
_STALE = timedelta(days=365)
_NO_LOGINS = (
    "about|apps|collections|contact|customer-stories|customers|dashboard|enterprise|events|"
    "explore|features|issues|join|login|marketplace|mobile|new|notifications|orgs|organizations|"
    "partners|pricing|pulls|readme|resources|search|security|sessions|settings|signup|site|"
    "solutions|sponsors|stars|team|topics|trending|users"
)
_LOGIN = r"(?P<value>[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))"
_NAME = re.compile(r"\A(?!\.)[\w.-]{1,100}\Z", re.ASCII)
_SENTENCE = re.compile(r"\A\W*([^\n]{20,400}?[.!?])(?=\s|\Z)|\A\W*([^\n]{20,300})")


class GitHubSource:
    """Reads the organisation that the company's pages link to."""

    name = "github"
    schemes = frozenset({"github"})
    marks = (
        Mark(
            "github",
            # A link to a repository may be to anybody's: only the owner's own page names them.
            re.compile(
                rf"^https?://(?:www\.)?github\.com/(?:orgs/)?(?!(?:{_NO_LOGINS})(?:[/?#]|$))"
                rf"{_LOGIN}/?(?:[?#].*)?$",
                re.IGNORECASE,
            ),
        ),
    )
    hosts = frozenset({"api.github.com", "github.com"})
    terms = (
        "Public interface, free without a key: 60 requests an hour, more with a token in "
        "GITHUB_TOKEN; about 10 are made."
    )
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of
        self._company = Company(url="")

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the organisations that are the company's; what is only guessed is left out."""
        self._company = company
        for identifier in company.identifiers:
            if identifier.scheme != "github" or identifier.proof is Proof.GUESSED:
                continue
            if re.fullmatch(_LOGIN, identifier.value):
                yield self._ask(f"{API}/orgs/{identifier.value}", 10, "the organisation")

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap | Identifier]:
        """Return the organisation, its flagship repositories, their newest releases.

        Forks, archived and empty repositories are left out, and so are drafts and pre-releases.
        Stars rank repositories, they say nothing of a stack.

        Raises:
            ParseError: The answer is not what was asked for, or somebody else's.
        """
        parts = urlsplit(request.url).path.strip("/").split("/")
        if request.url.startswith(SITE):
            return self._feed(page, "/".join(parts[:2]))
        if parts[-1] == "repos":
            return self._repositories(page, request)
        if parts[-1] == "releases":
            return self._releases(page, "/".join(parts[1:3]))
        return self._organisation(page, parts[-1])

    def _ask(self, url: str, priority: float, why: str, purpose: str = "api") -> Request:
        return Request(
            url=url,
            source=self.name,
            priority=priority,
            purpose=purpose,
            why=why,
            hosts=self.hosts,
        )

    def _organisation(
        self, page: Page, login: str
    ) -> Iterator[Document | Request | Gap | Identifier]:
        held = read_object(page)
        if text(held.get("login")).casefold() != login.casefold():
            raise ParseError(page.url, "answered for another organisation")
        name, told_of = text(held.get("name"), 200), text(held.get("description"), 600)
        yield Document(
            page=page,
            url=f"{SITE}/{login}",
            source="profile",
            title=name or login,
            description=told_of,
            blocks=(paragraph(told_of),) if told_of else (),
            body=(0,) if told_of else (),
            things=(thing("Organization", name=name or login, description=told_of),),
        )
        if self._points_back(held):
            why = f"its profile {SITE}/{login} names the company's own address"
            yield Identifier(scheme="github", value=login, proof=Proof.PROVED, why=why)
        if number(held.get("public_repos")) or "public_repos" not in held:
            url = f"{API}/orgs/{login}/repos?type=public&sort=pushed&per_page=100"
            yield self._ask(url, 9, "repositories 1")
        else:
            yield self._none(login)

    def _points_back(self, held: Mapping[str, object]) -> bool:
        own = urls.registrable(urls.host(self._company.url))
        blog = text(held.get("blog"), 500)
        linked = urls.try_canonical(blog if "://" in blog else f"https://{blog}") if blog else None
        _, _, mail = text(held.get("email"), 300).rpartition("@")
        named = {urls.registrable(urls.host(linked or "")), urls.registrable(mail.lower())}
        return bool(own) and own in named

    def _none(self, login: str) -> Gap:
        return Gap(what=f"Repositories of github.com/{login}", why="none of its own is public")

    def _repositories(self, page: Page, request: Request) -> Iterator[Document | Request | Gap]:
        answer = read_json(page)
        if not isinstance(answer, list):
            raise ParseError(page.url, "did not answer as documented")
        login = urlsplit(request.url).path.strip("/").split("/")[1]
        told_page = request.why.rsplit(" ", 1)[-1]
        number_of_page = int(told_page) if told_page.isdigit() else 1
        if number_of_page > 1:
            # Later pages go by the organisation's number; its name stands in every repository.
            owners = {_owner(held).casefold() for held in mappings(answer)}
            login = next(iter(owners)) if len(owners) == 1 else login
        listed = mappings(answer)
        own = [held for held in listed if _owner(held).casefold() == login.casefold()]
        if listed and not own:
            raise ParseError(page.url, "answered for another organisation")
        active = [held for held in own if _is_flagship(held)]
        ranked = sorted(active, key=lambda held: (-self._rank(held), text(held.get("name"))))
        for held in ranked[: FLAGSHIPS if number_of_page == 1 else FLAGSHIPS // 2]:
            yield self._repository(page, held)
        if number_of_page == 1:
            if not active:
                yield self._none(login)
            yield from self._stopped(login, active)
            for place, held in enumerate(ranked[:RELEASED]):
                full = f"{login}/{text(held.get('name'))}"
                feed = f"{SITE}/{full}/releases.atom"
                yield self._ask(feed, 8 - 0.1 * place, "releases", "probe")
                api = f"{API}/repos/{full}/releases?per_page={RELEASES}"
                yield self._ask(api, 4 - 0.1 * place, "releases")
        following = next_page(page)
        if following and number_of_page < _PAGES:
            yield self._ask(following, 6, f"repositories {number_of_page + 1}")

    def _rank(self, held: Mapping[str, object]) -> float:
        pushed = day(held.get("pushed_at"), self._as_of)
        years = (self._as_of - pushed.first).days / 365 if pushed else 5.0
        return math.log1p(number(held.get("stargazers_count"))) - max(0.0, years)

    def _stopped(self, login: str, active: Iterable[Mapping[str, object]]) -> Iterator[Gap]:
        pushed = [found for held in active if (found := day(held.get("pushed_at"), self._as_of))]
        if pushed and max(pushed).last < self._as_of - _STALE:
            what = f"Repositories of github.com/{login}"
            yield Gap(what=what, why=f"the newest change is of {max(pushed)}: work there stopped")

    def _repository(self, page: Page, held: Mapping[str, object]) -> Document:
        name, about = text(held.get("name"), 200), text(held.get("description"), 600)
        pushed = day(held.get("pushed_at"), self._as_of)
        topics = held.get("topics")
        topics = topics[:20] if isinstance(topics, list) else []
        found = thing(
            "SoftwareSourceCode",
            name=name,
            description=about,
            programmingLanguage=text(held.get("language"), 60),
            dateModified=str(pushed or ""),
            dateCreated=str(day(held.get("created_at"), self._as_of) or ""),
            license=text(mapping(held.get("license")).get("spdx_id"), 60),
            stars=str(number(held.get("stargazers_count"))),
            keywords=", ".join(text(t, 60) for t in topics[:20])
            if isinstance(topics, list)
            else "",
            url=_page_of(held),
        )
        return Document(
            page=page,
            url=_page_of(held),
            source="profile",
            title=name,
            description=about,
            modified=pushed,
            blocks=(paragraph(about),) if about else (),
            body=(0,) if about else (),
            things=(found,),
        )

    def _feed(self, page: Page, full: str) -> Iterator[Document | Request]:
        repository = full.partition("/")[2]
        entries = newest(read_entries(page, self._as_of), RELEASES)
        if entries:
            api = f"{API}/repos/{full}/releases?per_page={RELEASES}"
            yield self._ask(api, -1, "releases")
        for entry in entries:
            version = unquote(urlsplit(entry.url).path.rpartition("/")[2])
            yield _release(told(entry, "SoftwareApplication"), repository, version)

    def _releases(self, page: Page, full: str) -> Iterator[Document]:
        answer = read_json(page)
        if not isinstance(answer, list):
            raise ParseError(page.url, "did not answer as documented")
        for held in mappings(answer)[:RELEASES]:
            url = urls.try_canonical(text(held.get("html_url")))
            if held.get("draft") or held.get("prerelease") or url is None:
                continue
            published = day(held.get("published_at"), self._as_of)
            if published is None or not _stands_below(url, full):
                continue
            sentence = _first_sentence(held.get("body"))
            entry = Document(
                page=page,
                url=url,
                source="profile",
                title=text(held.get("name"), 200) or text(held.get("tag_name"), 100),
                published=published,
                dated_by="feed",
                blocks=(paragraph(sentence),) if sentence else (),
                body=(0,) if sentence else (),
            )
            tag = text(held.get("tag_name"), 100)
            yield _release(entry, full.partition("/")[2], tag)


def _owner(held: Mapping[str, object]) -> str:
    return text(mapping(held.get("owner")).get("login"), 100)


def _page_of(held: Mapping[str, object]) -> str:
    return f"{SITE}/{_owner(held)}/{text(held.get('name'), 200)}"


def _stands_below(url: str, full: str) -> bool:
    return url.casefold().startswith(f"{SITE}/{full}/".casefold())


def _is_flagship(held: Mapping[str, object]) -> bool:
    name = text(held.get("name"), 200)
    dead = held.get("fork") or held.get("archived") or held.get("disabled") or held.get("private")
    return bool(_NAME.match(name)) and not dead and held.get("size") != 0


def _first_sentence(body: object) -> str:
    """Return the first sentence of release notes, as it stands there."""
    match = _SENTENCE.match(body[:2000].replace("\r", "")) if isinstance(body, str) else None
    return clean(match[1] or match[2]) if match else ""


def _release(entry: Document, repository: str, version: str) -> Document:
    found = thing(
        "SoftwareApplication",
        name=repository,
        softwareVersion=version,
        datePublished=str(entry.published or ""),
        url=entry.url,
    )
    return replace(entry, things=(found,))
