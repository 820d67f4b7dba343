"""Company research for job interviews: every statement is locked to evidence that code checked."""

__version__ = "0.1.0"
