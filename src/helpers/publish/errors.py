"""The error that the publisher raises when it cannot go on."""

from __future__ import annotations


class PublishError(Exception):
    """A report that cannot be built, or a page that must not be published; the message says what and why."""
