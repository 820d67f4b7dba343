"""Company research for job interviews: every statement is locked to evidence that code checked.

from researcher import research
digest = research("https://example.com", role="Data engineer")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from researcher.models import Digest
    from researcher.pipeline import research

__version__ = "0.1.0"
__all__ = ["Digest", "__version__", "research"]


def __getattr__(name: str) -> Any:
    # The public names cost half a second of imports: `--help` and `--version` do without them.
    if name == "research":
        from researcher.pipeline import research

        return research
    if name == "Digest":
        from researcher.models import Digest

        return Digest
    raise AttributeError(f"module 'researcher' has no attribute '{name}'")
