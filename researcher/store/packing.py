"""Values as bytes and back: JSON, compressed."""

from __future__ import annotations

import zlib
from typing import Any, TypeVar

import msgspec

from researcher.errors import StoreError

T = TypeVar("T")


def packed(value: object) -> bytes:
    """Return a value as compressed JSON."""
    return zlib.compress(msgspec.json.encode(value), 6)


def unpacked(body: bytes, kind: type[T]) -> T:
    """Return the value again; fields that it lacks take their defaults.

    Raises:
        StoreError: The bytes are damaged.
    """
    try:
        return msgspec.json.decode(zlib.decompress(body), type=kind)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise StoreError(f"A record in the store is damaged ({error}).") from error


def text_of(value: object) -> str:
    """Return a small value as JSON text."""
    return msgspec.json.encode(value).decode()


def value_of(text: str, kind: Any) -> Any:
    """Return the value of a JSON text.

    Raises:
        StoreError: The text is damaged.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError as error:
        raise StoreError(f"A record in the store is damaged ({error}).") from error
