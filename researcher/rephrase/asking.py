"""The pass over a digest's questions: a few at once, within one time for all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from researcher.errors import SourceError
from researcher.models import Proposal, Shown
from researcher.rephrase.client import Client
from researcher.rephrase.prompt import messages, wording
from researcher.rephrase.settings import ModelSettings

AT_ONCE = 2
"""A model on one's own machine mostly answers one after the other anyway."""
NO_WORDING = "its answer holds no question"


async def rephrase(shown: Sequence[Shown], settings: ModelSettings) -> tuple[Proposal, ...]:
    """Return a proposal for each question, in order; a model that fails is asked no more.

    What was answered before it failed, or before the time was over, stands.
    """
    found: dict[int, Proposal] = {}
    failures: list[str] = []
    try:
        async with asyncio.timeout(settings.seconds), Client(settings) as client:
            left = iter(enumerate(shown))
            async with asyncio.TaskGroup() as group:
                for _ in range(min(AT_ONCE, len(shown))):
                    group.create_task(_ask(left, client, found, failures))
    except TimeoutError:
        failures.append(f"the {settings.seconds:g} s of llm.seconds were over")
    missing = Proposal(why=next(iter(failures), ""), failed=True)
    return tuple(found.get(index, missing) for index in range(len(shown)))


async def _ask(
    left: Iterator[tuple[int, Shown]],
    client: Client,
    found: dict[int, Proposal],
    failures: list[str],
) -> None:
    for index, one in left:
        if failures:
            return
        try:
            text = wording(await client.ask(messages(one)))
        except SourceError as error:
            failures.append(error.why)
            return
        found[index] = Proposal(text=text) if text else Proposal(why=NO_WORDING)
