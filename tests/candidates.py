"""Invented candidates under `tests/data/candidates`: for each kind of site three CVs and postings.

`python -m tests.candidates [FOLDER [NAME …]]` gives every archive in a folder (NAME.warc.gz beside
NAME.gold.json, as a scorer of whole digests takes them) the three candidates of its kind, and
prints per kind how many questions there are, which share has a tie to the CV and a duty, and
whether every question passes the gates when it is judged again. Which kind a site is of is read
off its own pages: the kind whose candidates' skills most of them name. With `--show`, each tie is
printed beside what it is tied to, to be read.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any

from researcher import config
from researcher.extract import examine
from researcher.extract.identity import company_name
from researcher.fetch import sources
from researcher.fetch.archive import ArchiveFetcher
from researcher.fetch.shell import collect
from researcher.models import Candidate, Company, Digest, Document, Fetched, Site
from researcher.render.contract import to_object
from researcher.suggest import Suggestions, suggest
from researcher.suggest.candidate import read_cv, read_posting_file
from researcher.suggest.gates import judge
from researcher.suggest.skills import Skills
from researcher.vocabulary import Vocabulary

FOLDER = Path(__file__).parent / "data" / "candidates"
ARCHIVES = Path(__file__).parents[2] / "shared" / "eval" / "sites"
"""Archives of real sites beside the project, where there are any."""
WORDS = Vocabulary()
_WHO = ("peer", "hiring manager", "recruiter")
"""Whom the first, second and third candidate of a kind speak with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one candidate is suggested for one site."""

    site: str
    kind: str
    who: str
    company: str
    suggestions: Suggestions

    @property
    def stopped(self) -> list[str]:
        """Return why questions do not pass the gates when judged again, each after the ones before.

        The set is ranked after it was made, so what tells alike ones apart is the whole set.
        """
        setting = self.suggestions.setting
        assert setting is not None
        drafts = self.suggestions.drafts
        reasons = (
            judge(draft, setting, [other for other in drafts if other is not draft])
            for draft in drafts
        )
        return [
            f"{why}: {draft.question.text}"
            for draft, why in zip(drafts, reasons, strict=True)
            if why
        ]


def kinds() -> list[str]:
    """Return the kinds of site."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def names(kind: str) -> list[str]:
    """Return the candidates of a kind."""
    return sorted(path.name.split(".")[0] for path in (FOLDER / kind).glob("*.cv.*"))


def candidate(kind: str, name: str) -> Candidate:
    """Return one candidate with the posting, speaking with whom their place in the kind tells."""
    (cv,) = (FOLDER / kind).glob(f"{name}.cv.*")
    read = read_cv(cv, words=WORDS)
    posting = read_posting_file(FOLDER / kind / f"{name}.posting.md", WORDS)
    who = _WHO[names(kind).index(name) % len(_WHO)]
    return replace(read, posting=posting, interviewer=who)


def kind_of(documents: Sequence[Document]) -> str:
    """Return the kind whose candidates' skills the pages name most; rarer skills count more."""
    skills = Skills(WORDS)
    pages: defaultdict[str, int] = defaultdict(int)
    for document in documents:
        for skill in set(skills.find(" ".join(block.text for block in document.main))):
            pages[skill] += 1

    def near(kind: str) -> float:
        told = _named()[kind]
        return sum(
            math.log1p(pages[skill]) / sum(skill in other for other in _named().values())
            for skill in told
        ) / math.sqrt(len(told))

    return max(kinds(), key=near)


@cache
def _named() -> dict[str, frozenset[str]]:
    """Return the skills that the candidates and postings of each kind name."""
    skills = Skills(WORDS)
    return {
        kind: frozenset(
            skill
            for path in sorted((FOLDER / kind).iterdir())
            for skill in skills.find(path.read_text("utf-8"))
        )
        for kind in kinds()
    }


def fetched(archive: Path, url: str, as_of: date) -> Fetched:
    """Return what the sources read out of an archive."""
    came: list[Fetched] = []
    limits = config.Settings().limits

    async def main() -> None:
        fetcher = ArchiveFetcher(archive, limits=limits)
        try:
            reading = sources(limits, WORDS, as_of)
            came.append(await collect(Company(url=url), reading, fetcher, limits))
        finally:
            await fetcher.aclose()

    asyncio.run(main())
    return came[0]


def asked(site: str, archive: Path, labels: dict[str, Any], kind: str = "") -> Iterator[Asked]:
    """Yield what a kind's candidates are suggested for a site; its own kind where none is named."""
    as_of = date.fromisoformat(labels["as_of"])
    documents = fetched(archive, labels["start_url"], as_of).documents
    company = Company(url=labels["start_url"])
    read = Site(company=company, documents=documents, as_of=as_of, words=WORDS)
    findings, _ = examine(read)
    name = company_name(read)
    kind = kind or kind_of(documents)
    for who in names(kind):
        made = suggest(findings, name, candidate(kind, who), as_of, documents, WORDS)
        yield Asked(site=site, kind=kind, who=who, company=name, suggestions=made)


def _one(path: Path) -> tuple[str, list[tuple[str, str, dict[str, Any], list[str]]]]:
    """Return of one archive its kind and, per candidate, the questions and what a gate stops."""
    name = path.name.removesuffix(".gold.json")
    labels = json.loads(path.read_text("utf-8"))
    archive = path.with_name(f"{name}.warc.gz")
    found = []
    for one in asked(name, archive, labels):
        company = Company(url=labels["start_url"], name=one.company)
        digest = Digest(
            company=company,
            description="",
            as_of=date.fromisoformat(labels["as_of"]),
            questions=one.suggestions.questions,
        )
        found.append((one.kind, one.who, to_object(digest), one.stopped))
    return name, found


def _scorer(folder: Path) -> ModuleType | None:
    """Return the scorer beside the archives, where there is one."""
    path = folder.parent / "score.py"
    spec = importlib.util.spec_from_file_location("outside_score", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(folder: Path, only: Sequence[str], *, show: bool = False) -> int:
    """Print the table; 1 where a gate stops a question that was suggested."""
    paths = sorted(folder.glob("*.gold.json")) if folder.is_dir() else []
    paths = [p for p in paths if not only or p.name.removesuffix(".gold.json") in only]
    if not paths:
        _say(f"skipped: {folder} holds no archives")
        return 0
    scorer = _scorer(folder)
    rows: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    digests: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    stopped: list[str] = []
    with ProcessPoolExecutor(3) as pool:
        for path, (name, found) in zip(paths, pool.map(_one, paths), strict=True):
            labels = json.loads(path.read_text("utf-8"))
            for number, (kind, who, digest, reasons) in enumerate(found):
                questions = digest["questions"]
                ties = [q["tie_in"] for q in questions if q["tie_in"]]
                row: dict[str, float] = {
                    "questions": len(questions),
                    "tie": sum(bool(t["evidence"]) for t in ties),
                    "duty": sum(bool(t["duty"]) for t in ties),
                    "stopped": len(reasons),
                }
                if scorer and questions:
                    row["sayable"] = sum(
                        q["text"].count("?") == 1 and len(q["text"].split()) <= 35
                        for q in questions
                    )
                    row["specific"] = sum(scorer.specific(q, digest, labels) for q in questions)
                rows[kind].append(row)
                digests[str(number)][name] = digest
                stopped += [f"{name}, {who}: {reason}" for reason in reasons]
                _say(
                    f"{name:18} {kind:10} {who:22} " + " ".join(f"{k} {v}" for k, v in row.items())
                )
                if show:
                    _show(questions)
    for kind, told in sorted(rows.items()):
        _say(_line(kind, told))
    _say(_line("all", [row for told in rows.values() for row in told]))
    if scorer:
        shares = [fmean(scorer.template_share(one).values()) for one in digests.values()]
        _say(f"template {fmean(shares):.3f}")
    for reason in stopped:
        _say(f"stopped: {reason}")
    return 1 if stopped else 0


def _show(questions: Sequence[dict[str, Any]]) -> None:
    for question in questions:
        if question["tie_in"]:
            _say(f"  * {' | '.join(e['quote'] for e in question['evidence'])[:300]}")
            _say(f"    {question['tie_in']['text']}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _line(kind: str, rows: Sequence[dict[str, float]]) -> str:
    total = sum(row["questions"] for row in rows) or 1
    shares = {
        name: sum(row.get(name, 0) for row in rows) / total
        for name in ("tie", "duty", "sayable", "specific")
    }
    told = " ".join(f"{name} {share:.2f}" for name, share in shares.items())
    mean = fmean(row["questions"] for row in rows)
    return f"{kind}: {len(rows)} digests, questions {mean:.1f}, {told}"


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--show"]
    place = Path(given[0]) if given else ARCHIVES
    sys.exit(main(place, given[1:], show="--show" in sys.argv))
