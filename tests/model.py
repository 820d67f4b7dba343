"""A language model that is none: a real server on loopback which answers what a test wants.

    with Model(lambda given: given["text"].replace("?", ", please?")) as model:
        model.endpoint      # http://127.0.0.1:PORT/v1
        model.bodies        # every request's body as it came

The answer is a text (sent as `{"text": …}` in a chat completion), or a `Reply` of its own.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from researcher.rephrase.settings import ModelSettings
from tests.server import Running

Given = dict[str, Any]
"""What the model is shown of a question."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer of HTTP."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    waits: bool = False
    """Whether nothing is sent before the server stops."""


def completion(content: object) -> Reply:
    """Return a chat completion as OpenAI and Ollama write it."""
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": "fake",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return Reply(body=json.dumps(body).encode())


class _Handler(BaseHTTPRequestHandler):
    server: _Threads
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        owner = self.server.owner
        body = self.rfile.read(int(self.headers["Content-Length"]))
        owner.bodies.append(body)
        owner.paths.append(self.path)
        owner.headers.append({k.lower(): v for k, v in self.headers.items()})
        answer = owner.answer(given(body))
        if isinstance(answer, str):
            answer = completion(json.dumps({"text": answer}))
        if answer.waits:
            owner.over.wait()
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: Model

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


class Model(Running):
    """Answers on a free port of 127.0.0.1 while the `with` block runs."""

    def __init__(self, answer: Callable[[Given], str | Reply] | Reply | str) -> None:
        """Take the port; a callable gets what the model is shown of a question."""
        self.answer: Callable[[Given], str | Reply] = (
            (lambda _given: answer) if isinstance(answer, Reply | str) else answer
        )
        self.bodies: list[bytes] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.over = threading.Event()
        server = _Threads(("127.0.0.1", 0), _Handler)
        server.owner = self
        self._server = server
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def endpoint(self) -> str:
        """What `llm.endpoint` is set to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def settings(self, **more: Any) -> ModelSettings:
        """Return settings that ask this model."""
        return ModelSettings(
            **{
                "use": True,
                "endpoint": self.endpoint,
                "model": "fake",
                "seconds": 20.0,
                "questions": 12,
                **more,
            }
        )


def given(body: bytes) -> Given:
    """Return the JSON object between the marked lines of a request."""
    lines = json.loads(body)["messages"][-1]["content"].split("\n")
    found = json.loads(lines[1])
    assert isinstance(found, dict)
    return found


def politely(given: Given) -> str:
    """Reword any question so that it may stand."""
    text = given["text"]
    assert isinstance(text, str)
    return f"{text.removesuffix('?')}, please?"
