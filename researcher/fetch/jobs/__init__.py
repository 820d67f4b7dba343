"""Job boards: each reads one provider's public list of the company's open roles.

Which board a company has, its own pages tell: their links, frames and scripts name the token (see
each board's `marks`), never a guess from the company's name.
"""

from __future__ import annotations

from urllib.parse import unquote

from researcher.fetch.jobs.ashby import Ashby
from researcher.fetch.jobs.bamboohr import BambooHR
from researcher.fetch.jobs.board import Board
from researcher.fetch.jobs.greenhouse import Greenhouse
from researcher.fetch.jobs.lever import Lever
from researcher.fetch.jobs.personio import Personio
from researcher.fetch.jobs.recruitee import Recruitee
from researcher.fetch.jobs.smartrecruiters import SmartRecruiters
from researcher.fetch.jobs.teamtailor import Teamtailor
from researcher.fetch.jobs.workable import Workable

BOARDS: tuple[type[Board], ...] = (
    Greenhouse,
    Lever,
    Ashby,
    Workable,
    Recruitee,
    SmartRecruiters,
    Personio,
    Teamtailor,
    BambooHR,
)
"""Every board, in the order in which their documents stand."""


def named_in(url: str) -> tuple[str, str] | None:
    """Return the scheme and the identifier that an address names, or None where it is no board's.

    An address with `gh_jid` names only a posting on its own site; see `greenhouse`.
    """
    for board in BOARDS:
        for mark in board.marks:
            if match := mark.pattern.search(url):
                return mark.scheme, unquote(match["value"])
    return None


__all__ = ["BOARDS", "Board", "named_in"]
