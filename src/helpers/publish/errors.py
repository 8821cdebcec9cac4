"""What the publisher raises when it will not go on."""

from __future__ import annotations


class PublishError(Exception):
    """A report cannot be built or a page must not be published; the message says what was found and where."""
