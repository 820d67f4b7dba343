"""Which language model is asked, and what it may cost."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from researcher.errors import ConfigError

KEY = "RESEARCHER_LLM_KEY"
"""The environment variable that holds the key, where the endpoint wants one."""
_PATH = "/chat/completions"
_HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+")
_EXAMPLE = 'endpoint = "http://127.0.0.1:11434/v1"'


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """The table `[llm]`, and the key from the environment."""

    use: bool = False
    """Whether every digest asks it; `--llm` asks it for one."""
    endpoint: str = ""
    """Without the last "/chat/completions"; empty for none."""
    model: str = ""
    seconds: float = 60.0
    """For the whole pass over a digest."""
    questions: int = 5
    """How many of a digest's questions it may reword, from the first."""
    share_cv: bool = False
    """Whether it may see the CV line that a question is tied to, and the role."""
    key: str = field(default="", repr=False)
    """From the environment only; sent to the endpoint and nowhere else."""

    @property
    def here(self) -> bool:
        """Whether the endpoint is on this machine."""
        host = urlsplit(self.endpoint).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost" or host.endswith(".localhost")

    @property
    def named(self) -> str:
        """The model and where it runs, for people."""
        return f"{self.model} at {urlsplit(self.endpoint).netloc}"


def endpoint(text: str, where: str) -> str:
    """Return a usable endpoint, without a last slash or "/chat/completions"; empty for none.

    Raises:
        ConfigError: It is no http or https address, or holds a user, a query or a fragment, where
            a key might stand. The address is not repeated.
    """
    if not text:
        return ""
    plain = text.strip().rstrip("/").removesuffix(_PATH).rstrip("/")
    try:
        parts = urlsplit(plain)
        usable = parts.scheme in ("http", "https") and parts.port != 0
        usable = usable and bool(_HOST.fullmatch(parts.hostname or ""))
    except ValueError:
        usable = False
    if not usable or parts.username is not None or "?" in plain or "#" in plain:
        raise ConfigError(
            f"In {where}: llm.endpoint is not usable; write it as {_EXAMPLE}, "
            f"without user or key (a key comes from {KEY})."
        )
    if not plain.isascii() or not plain.isprintable() or " " in plain:
        raise ConfigError(f"In {where}: llm.endpoint holds a character that no address has.")
    return plain


def check(settings: ModelSettings) -> None:
    """Refuse what cannot work, before anything is fetched.

    Raises:
        ConfigError: It is not said which model to ask, or a secret would travel unprotected.
    """
    if not settings.endpoint or not settings.model:
        missing = "model" if settings.endpoint else "endpoint"
        raise ConfigError(
            f"The language model needs llm.{missing} in the settings: under [llm] write "
            f'{_EXAMPLE} and model = "…" (or leave out --llm, with use = false).'
        )
    if settings.here or settings.endpoint.startswith("https:"):
        return
    if settings.key:
        raise ConfigError(
            f"{KEY} is sent over https or to this machine only; change llm.endpoint or unset it."
        )
    if settings.share_cv:
        raise ConfigError(
            "Your CV is shared over https or with this machine only; change llm.endpoint or leave "
            "out --share-cv (llm.share_cv)."
        )
