"""From reports to messages that were sent: once, in their order, and never lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from researcher.errors import DeliveryError
from researcher.models import Message, Outgoing, Report, State
from researcher.schedule import appointment
from researcher.store import Store, Waiting

_FIRST = timedelta(minutes=5)
_LONGEST = timedelta(hours=6)
OVERDUE = timedelta(days=1)
"""How long a mail may fail before the user is told outside the mail."""

Deliver = Callable[[Message], None]
"""Delivers one message; raises DeliveryError, which tells whether it is worth another try."""


class Write(Protocol):
    """Writes one message of several reports for one recipient."""

    def __call__(self, reports: Sequence[Report], *, to: str, key: str, now: datetime) -> Message:
        """Return the message; the same reports make the same one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of the outbox."""

    sent: tuple[Outgoing, ...] = ()
    waiting: tuple[Outgoing, ...] = ()
    """Those that failed for now, with the reason."""
    parked: tuple[Outgoing, ...] = ()
    """Those that were refused for good in this run."""
    overdue: tuple[Outgoing, ...] = ()
    """Those among the waiting that have failed for a day."""


def bundle(store: Store, write: Write, *, now: datetime, per_company: bool = False) -> int:
    """Make messages of the reports that are in none yet, one a recipient; return how many.

    Also of reports that a killed run left behind.
    """
    groups: dict[tuple[str, str, int], list[Waiting]] = {}
    for waiting in store.outbox.waiting():
        application = waiting.report.application
        apart = application.id if per_company else 0
        groups.setdefault((application.profile, waiting.recipient, apart), []).append(waiting)
    for (profile, recipient, _), members in groups.items():
        reports = [member.report for member in members]
        message = write(reports, to=recipient, key=key_of(recipient, reports), now=now)
        store.outbox.queue(
            message, now=now, profile=profile, reports=[member.id for member in members]
        )
    return len(groups)


def key_of(recipient: str, reports: Iterable[Report]) -> str:
    """Return the same key for the same digests, occasions and recipient, and for no others."""
    told = [recipient]
    for report in reports:
        application = report.application
        told += [
            application.profile,
            application.url,
            application.role,
            str(application.added_at),
            str(report.occasion),
            appointment(application),
            str(report.sequence),
        ]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def send(store: Store, deliver: Deliver, *, now: datetime) -> Sent:
    """Deliver what is queued and due. A message is sent once; one that fails is kept.

    Killed between the acceptance and our note of it, the next run delivers the message again under
    the same key: whoever gets it can tell that it is the same.
    """
    sent: list[Outgoing] = []
    waiting: list[Outgoing] = []
    parked: list[Outgoing] = []
    for outgoing in store.outbox.all(State.QUEUED):
        if not is_due(outgoing, now):
            waiting.append(outgoing)
            continue
        try:
            deliver(outgoing.message)
        except DeliveryError as error:
            if error.temporary:
                store.outbox.failed(
                    outgoing, str(error), now=now, next_try=now + pause(outgoing.attempts)
                )
                waiting.append(outgoing)
            else:
                store.outbox.park(outgoing, str(error))
                parked.append(outgoing)
        else:
            store.outbox.sent(outgoing.sequence, now=now)
            sent.append(outgoing)
    failing = {outgoing.sequence: outgoing for outgoing in store.outbox.all()}
    return Sent(
        sent=tuple(failing[one.sequence] for one in sent),
        waiting=tuple(failing[one.sequence] for one in waiting),
        parked=tuple(failing[one.sequence] for one in parked),
        overdue=tuple(
            failing[one.sequence]
            for one in waiting
            if _since(failing[one.sequence], now) >= OVERDUE
        ),
    )


def is_due(outgoing: Outgoing, now: datetime) -> bool:
    """Tell whether a message may be tried now.

    A time that lies further ahead than we ever wait was written by a clock that was wrong.
    """
    if outgoing.next_try is None:
        return True
    return outgoing.next_try <= now or outgoing.next_try - now > _LONGEST


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts before this one."""
    return min(_FIRST * 3.0 ** min(attempts, 8), _LONGEST)


def _since(outgoing: Outgoing, now: datetime) -> timedelta:
    return now - outgoing.failing_since if outgoing.failing_since else timedelta(0)
