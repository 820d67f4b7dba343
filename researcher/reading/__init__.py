"""The parts of the page reader, by subject; only `researcher.page` is meant to be imported."""
