"""Rephrase: a language model proposes other words for a question. Optional, and off by default.

What it is shown is chosen elsewhere, and so is whether its words may stand (`suggest/rewording`).
This step only asks and reads the answer: any endpoint that speaks OpenAI's chat completions, as
Ollama, llama.cpp and vLLM do on one's own machine.
"""

from __future__ import annotations
