"""A message on standard output, which the command line hands over."""

from __future__ import annotations

from researcher.deliver.ways import Ways
from researcher.errors import DeliveryError
from researcher.models import Message


def write(message: Message, ways: Ways) -> None:
    """Write the subject and the text.

    Raises:
        DeliveryError: There is no standard output, or it cannot be written.
    """
    if ways.out is None:
        raise DeliveryError("There is no standard output to write to; choose another channel.")
    try:
        ways.out.write(f"{' '.join(message.subject.split())}\n\n{message.text.rstrip()}\n")
        ways.out.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise DeliveryError("Standard output cannot be written.", temporary=True) from error
