"""The XML parts of a workbook, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Literal
from xml.etree.ElementTree import Element, ParseError, iterparse

from helpers.intake.release.refusal import Refused, quoted

Event = Literal["start", "end"]


def elements(part: bytes, name: str, events: Sequence[Event] = ("end",)) -> Iterator[tuple[str, Element]]:
    """Give the elements of a part as they begin or end; raise Refused for XML that is not right.

    No part defines entities: ``helpers.intake.release.container`` has refused one that does.
    """
    try:
        yield from iterparse(BytesIO(part), events)  # noqa: S314  -- see above
    except ParseError as error:
        raise Refused(f"the part {quoted(name)} is damaged: {error}; fetch the file again") from error


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without its namespace, or an empty text."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def attributes(element: Element) -> dict[str, str]:
    """Return all attributes by their names without namespaces; of two of one name, the first."""
    by_name: dict[str, str] = {}
    for key, value in element.items():
        by_name.setdefault(key.rpartition("}")[2], value)
    return by_name
