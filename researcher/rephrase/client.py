"""The client: one request, one answer, by OpenAI's chat completions.

`POST {endpoint}/chat/completions` with `model` and `messages`; the answer's text is
`choices[0].message.content`. Ollama (under /v1), llama.cpp and vLLM speak the same.

It stands apart from `fetch/`: the endpoint is the user's own setting and mostly on this machine,
where no website may lead. So it neither passes the guard of the web's addresses nor the recorder.
"""

from __future__ import annotations

import json
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self

import httpx

from researcher import __version__
from researcher.errors import FetchError, ParseError
from researcher.rephrase.settings import KEY, ModelSettings

_BYTES = 400_000
"""Of an answer; models that think aloud send more than the few hundred that are used."""
_CONNECT = 6.0
_REMEDIES = {
    401: f"it wants a key that it knows: set {KEY}",
    403: f"it forbids that: check {KEY} and llm.model",
    404: "check that it has llm.model, and that llm.endpoint ends as its makers say (often /v1)",
    429: "too many requests: try again later",
}
_OPTIONS: dict[str, Any] = {
    # The same question should get the same wording again.
    "temperature": 0,
    "seed": 1,
    "response_format": {"type": "json_object"},
}
_UNKNOWN_OPTION = frozenset({400, 422})


class Client:
    """Asks one endpoint; redirects, cookies and the environment's proxies are left out."""

    def __init__(self, settings: ModelSettings) -> None:
        """Ask as the settings say."""
        self._settings = settings
        self._url = f"{settings.endpoint}/chat/completions"
        self._options = _OPTIONS
        if settings.endpoint.startswith("https:"):
            context = httpx.create_ssl_context(trust_env=False)
        else:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        headers = {
            "User-Agent": f"researcher/{__version__}",
            "Accept": "application/json",
            # Nothing is inflated here, so nothing can be blown up.
            "Accept-Encoding": "identity",
        }
        if settings.key:
            headers["Authorization"] = f"Bearer {settings.key}"
        self._client = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(verify=context, trust_env=False),
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
            headers=headers,
            # The pass over all questions has one deadline; httpx's others are per read.
            timeout=httpx.Timeout(None, connect=_CONNECT),
        )

    async def __aenter__(self) -> Self:
        """Open."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def ask(self, messages: list[dict[str, str]]) -> str:
        """Return what the model answers.

        Raises:
            FetchError: There is no answer, or one that is an error; the text never repeats what
                the other side says, which may hold the key.
            ParseError: It is no chat completion.
        """
        status, body = await self._send(messages)
        if status in _UNKNOWN_OPTION and self._options:
            # Some models know no temperature, some servers no response format.
            self._options = {}
            status, body = await self._send(messages)
        if status != 200:
            remedy = _REMEDIES.get(status, "")
            if 300 <= status < 400:
                remedy = "it leads elsewhere: set llm.endpoint to where it leads"
            raise FetchError(self._url, f"answered {status}{f' ({remedy})' if remedy else ''}")
        return self._content(body)

    async def _send(self, messages: list[dict[str, str]]) -> tuple[int, bytes]:
        asked = {
            "model": self._settings.model,
            "messages": messages,
            "stream": False,
            **self._options,
        }
        try:
            async with self._client.stream("POST", self._url, json=asked) as response:
                if response.headers.get("content-encoding", "identity").strip() != "identity":
                    raise ParseError(self._url, "answered in an encoding that was not asked for")
                parts: list[bytes] = []
                size = 0
                async for chunk in response.aiter_raw():
                    size += len(chunk)
                    if size > _BYTES:
                        raise ParseError(self._url, f"answered more than {_BYTES // 1000} KB")
                    parts.append(chunk)
                return response.status_code, b"".join(parts)
        except httpx.ConnectTimeout as error:
            raise FetchError(self._url, "no connection in time; is it running?") from error
        except httpx.ConnectError as error:
            raise FetchError(self._url, "no connection; is it running?") from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
            raise FetchError(self._url, f"the answer broke off ({type(error).__name__})") from error

    def _content(self, body: bytes) -> str:
        try:
            content = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError) as error:
            raise ParseError(
                self._url, "its answer is no chat completion; check llm.endpoint"
            ) from error
        # A model may refuse, or only think: then there is no text.
        return content if isinstance(content, str) else ""
