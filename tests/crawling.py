"""What the tests of the crawl share: a fetcher over a dict, and small pages to put into it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from researcher.errors import FetchError
from researcher.fetch import sources
from researcher.fetch.seam import Limits, RunOverError, Validators
from researcher.fetch.shell import Progress, collect
from researcher.models import Company, Fetched, Page, Request
from researcher.urls import same_site as is_same_site
from researcher.vocabulary import Vocabulary

HOME = "https://lanternworks.example/"
TODAY = date(2026, 3, 1)
FETCHED = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = Vocabulary()

Answer = str | bytes | tuple[str, str | bytes] | FetchError
"""HTML, or (content type, body), or a redirect ("to", address), or what goes wrong."""


@dataclass
class DictFetcher:
    """Answers from a dict; what it lacks "answered 404"."""

    answers: Mapping[str, Answer]
    over: int = 1000
    """After so many fetches the run's time is over."""
    asked: list[str] = field(default_factory=list)

    async def fetch(
        self,
        request: Request,
        *,
        validators: Validators | None = None,
        same_site: bool = False,
    ) -> Page:
        """Return the answer, redirects followed."""
        del validators
        if len(self.asked) >= self.over:
            raise _at(RunOverError(request.url, "the run's time was over"))
        self.asked.append(request.url)
        url = request.url
        while True:
            answer = self.answers.get(url)
            if answer is None:
                raise _at(FetchError(request.url, "answered 404"))
            if isinstance(answer, FetchError):
                raise _at(answer)
            kind, body = answer if isinstance(answer, tuple) else ("text/html", answer)
            if kind != "to":
                break
            url = str(body)
            if same_site and not is_same_site(request.url, url):
                why = f"redirects to another site ({url})"
                raise _at(FetchError(request.url, why, refused=True))
        return Page(
            url=url,
            requested=request.url,
            status=200,
            headers=(("content-type", kind),),
            body=body if isinstance(body, bytes) else body.encode(),
            fetched_at=FETCHED,
        )

    async def aclose(self) -> None:
        """Do nothing."""


def _at(error: FetchError) -> FetchError:
    error.at = FETCHED
    return error


def html(title: str, main: str = "", *, menu: str = "", lang: str = "en", head: str = "") -> str:
    """Return a page with a navigation; an empty main part gets a sentence of its own."""
    text = main or f"<p>{title} is told here in a sentence that only this page has.</p>"
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body><nav>{menu}</nav><main><h1>{title}</h1>{text}</main></body></html>"
    )


def links(**texts: str) -> str:
    """Return links to `/name/`, an underscore being a hyphen."""
    return "".join(f'<a href="/{k.replace("_", "-")}/">{v}</a> ' for k, v in texts.items())


def site(start: str, **pages: str) -> dict[str, Answer]:
    """Return a site of a start page and pages at `/name/`."""
    made: dict[str, Answer] = {HOME: start}
    made |= {f"{HOME}{name.replace('_', '-')}/": page for name, page in pages.items()}
    return made


def crawl(
    answers: Mapping[str, Answer],
    *,
    start: str = HOME,
    fetcher: DictFetcher | None = None,
    progress: list[Progress] | None = None,
    limits: Limits | None = None,
) -> Fetched:
    """Return what a crawl of the answers brings."""
    fetcher = fetcher or DictFetcher(answers)
    limits = limits or Limits()
    box: list[Fetched] = []

    async def whole() -> None:
        fetched = await collect(
            Company(url=start),
            sources(limits, WORDS, TODAY),
            fetcher,
            limits,
            progress=progress.append if progress is not None else None,
        )
        box.append(fetched)

    asyncio.run(whole())
    return box[0]


def paths(fetched: Fetched) -> list[str]:
    """Return the paths of the pages that were read, in order."""
    return [d.page.url.removeprefix(HOME) for d in fetched.documents if d.source == "website"]


def gaps(fetched: Fetched) -> str:
    """Return everything that the gaps say."""
    return "\n".join(f"{gap.what}: {gap.why}" for gap in fetched.gaps)
