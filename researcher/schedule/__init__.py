"""When: what is due now, and what starts the program on its own."""

from __future__ import annotations

from researcher.schedule.due import Done, Rhythm, appointment, due

__all__ = ["Done", "Rhythm", "appointment", "due"]
