"""`researcher ARGUMENTS` in a process of its own that need not import the program first.

    with Program("run", "-v", environment={...}) as program:
        line = program.err.readline()
        program.kill()

Each is a real process, with an environment and streams of its own, that can be killed at any
moment. It is forked from a server process that has imported the program (`tests/preloaded.py`),
which takes longer than most of what the tests do in it; `python -m researcher` is the same call.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.preloaded"])


class Program:
    """A call of the program that has begun; the `with` block ends when it has."""

    def __init__(
        self,
        *arguments: str,
        environment: Mapping[str, str],
        folder: Path | None = None,
        terminal: str = "",
    ) -> None:
        """Begin, in `folder` where one is given, with `terminal` (a device) as its input."""
        out, told_out = _CONTEXT.Pipe(duplex=False)
        err, told_err = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(
            target=_call,
            args=(arguments, dict(environment), str(folder or Path.cwd()), terminal),
            kwargs={"out": told_out, "err": told_err},
        )
        self._held, self._over = Lock(), False
        self._process.start()
        for end in (told_out, told_err):
            end.close()
        self.out, self.err = (
            os.fdopen(os.dup(end.fileno()), encoding="utf-8") for end in (out, err)
        )
        for end in (out, err):
            end.close()

    def kill(self) -> None:
        """End it as `kill -9` does, and wait until it has ended; from any thread."""
        with self._held:
            # Not `join`: the thread that waits for the end is the one to take the exit code.
            if not self._over:
                self._process.kill()
                wait([self._process.sentinel])

    def end(self, seconds: float = 60) -> tuple[int, str, str]:
        """Wait for its end: exit code, standard output, standard error.

        Raises:
            TimeoutError: It did not end within the seconds; it was killed.
        """
        with ThreadPoolExecutor(2) as readers:
            said = [readers.submit(stream.read) for stream in (self.out, self.err)]
            self._process.join(seconds)
            if late := self._process.exitcode is None:
                self.kill()
                self._process.join()
        if late:
            raise TimeoutError(f"The program did not end: {said[1].result()}")
        assert self._process.exitcode is not None
        return self._process.exitcode, said[0].result(), said[1].result()

    def __enter__(self) -> Self:
        """Return the program itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for its end and let go of its streams."""
        if error is not None:
            self.kill()
        self._process.join()
        for stream in (self.out, self.err):
            stream.close()
        with self._held:
            self._over = True
            self._process.close()


def _call(
    arguments: tuple[str, ...],
    environment: dict[str, str],
    folder: str,
    terminal: str,
    *,
    out: Connection,
    err: Connection,
) -> None:
    """Be the program: its environment, its streams, its arguments."""
    from researcher.__main__ import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for end, number in ((out, 1), (err, 2)):
        os.dup2(end.fileno(), number)
        end.close()
    if terminal:
        os.dup2(os.open(terminal, os.O_RDWR | os.O_NOCTTY), 0)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    sys.argv = ["researcher", *arguments]
    main()
