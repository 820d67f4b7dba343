"""The frontier: what a source still wants, the most promising first, within every budget."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass

from researcher import urls
from researcher.fetch.seam import Limits
from researcher.models import Gap, Request

_FEED_PROBES = 8
"""Addresses tried for a feed that no page names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One request whose turn has come."""

    request: Request
    depth: int
    """Links from the start to it."""


class Frontier:
    """Holds one source's requests and hands them out, within the limits.

    The order depends only on what was put in, so a replay repeats it: the greatest priority first,
    equal ones in the order in which they were first named.
    """

    def __init__(self, limits: Limits) -> None:
        """Keep these limits."""
        self._limits = limits
        self._heap: list[tuple[float, int, str]] = []
        self._wanted: dict[str, Turn] = {}
        self._order: dict[str, int] = {}
        self._taken: set[str] = set()
        self._shapes: Counter[str] = Counter()
        self._hosts: Counter[str] = Counter()
        self._tried: Counter[str] = Counter()
        self._came: Counter[str] = Counter()
        self._over: dict[str, list[str]] = {}
        self._beside: set[str] = set()

    def put(self, request: Request, depth: int) -> None:
        """Want a request. Named again, it takes the new priority; below zero, it is withdrawn."""
        name = _name(request)
        if name in self._taken:
            return
        known = self._wanted.get(name)
        if request.priority < 0:
            self._wanted.pop(name, None)
            return
        if known is not None:
            depth = min(depth, known.depth)
        if depth > self._limits.depth:
            self._over.setdefault(f"more than {self._limits.depth} links deep", []).append(
                request.url
            )
            return
        if _repeats(request.url) > self._limits.path_repeats:
            self._over.setdefault("its path repeats itself, as a trap's does", []).append(
                request.url
            )
            self._taken.add(name)
            return
        self._wanted[name] = Turn(request=request, depth=depth)
        order = self._order.setdefault(name, len(self._order))
        heapq.heappush(self._heap, (-request.priority, order, name))

    def take(self) -> Turn | None:
        """Return the most promising request that a budget is left for, or None."""
        while self._heap:
            priority, _, name = heapq.heappop(self._heap)
            turn = self._wanted.get(name)
            if turn is None or -turn.request.priority != priority:
                continue
            if self._is_spent(turn.request):
                # Left in `_wanted`: what the budget shut out can be named.
                continue
            del self._wanted[name]
            self._taken.add(name)
            if why := self._crowded(turn.request):
                self._over.setdefault(why, []).append(turn.request.url)
                continue
            self._tried[_purse(turn.request)] += 1
            return turn
        return None

    def _is_spent(self, request: Request) -> bool:
        if _purse(request) == "feed probe":
            return self._tried["feed probe"] >= _FEED_PROBES
        return self.spent(request.purpose)

    def spent(self, purpose: str) -> bool:
        """Tell whether nothing more is to be fetched for a purpose."""
        limits = self._limits
        if purpose in ("page", "probe") and self._came["page"] >= limits.pages:
            return True
        budget = {
            "page": 3 * limits.pages,
            "probe": limits.probes,
            "feed": limits.feeds,
            # And one for the robots.txt that names them.
            "robots": 1,
            "sitemap": limits.sitemaps + 1,
        }
        return self._tried[purpose] >= budget.get(purpose, limits.pages)

    def came(self, turn: Turn) -> None:
        """Count a resource that was read: a found probe is a page like any other."""
        purpose = turn.request.purpose
        self._came["page" if purpose == "probe" else purpose] += 1

    @property
    def pages(self) -> int:
        """Pages that came."""
        return self._came["page"]

    def done(self, url: str) -> None:
        """Take an address for fetched: it answered for another one."""
        self._taken.add(urls.identity(url))

    def gaps(self) -> list[Gap]:
        """Name each budget that bit."""
        gaps = []
        left = sorted(
            (t.request for t in self._wanted.values() if t.request.purpose == "page"),
            key=lambda request: -request.priority,
        )
        if left and self.spent("page"):
            gaps.append(
                Gap(
                    what="Pages beyond the budget",
                    why=f"{self.pages} pages were read and {len(left)} known addresses were not, "
                    f"the most promising {left[0].url}",
                )
            )
        for why, addresses in self._over.items():
            more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
            gaps.append(Gap(what=f"{addresses[0]}{more}", why=f"left out: {why}"))
        return gaps

    def _crowded(self, request: Request) -> str:
        """Return which bound keeps a request out, or nothing."""
        if request.purpose not in ("page", "probe"):
            return ""
        shape, host = urls.shape(request.url), urls.host(request.url)
        self._beside = self._beside or {request.url.rstrip("/"), _folder(request.url)}
        # Pages right below or beside the start are its sections, each a page of its own.
        if _folder(request.url) not in self._beside:
            if self._shapes[shape] >= self._limits.per_shape:
                return f"{self._limits.per_shape} pages of the shape {shape} were read"
            self._shapes[shape] += 1
        first = next(iter(self._hosts), host)
        if host != first and self._hosts[host] >= max(1, self._limits.pages // 2):
            return f"half of the budget went to the host {host}"
        self._hosts[host] += 1
        return ""


def _purse(request: Request) -> str:
    """Return which budget pays: guesses at feeds must not eat up those at pages."""
    is_guess = request.purpose == "probe" and request.why == "feed"
    return "feed probe" if is_guess else request.purpose


def _name(request: Request) -> str:
    return urls.identity(request.url)


def _folder(url: str) -> str:
    """Return the address up to the path's last part."""
    return (
        url.partition("?")[0].rstrip("/").rpartition("/")[0]
        if urls.segments(url)
        else url.rstrip("/")
    )


def _repeats(url: str) -> int:
    counts = Counter(urls.segments(url))
    return max(counts.values(), default=0)
