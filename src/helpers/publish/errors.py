"""The errors that the publisher raises when it cannot go on: light to import, as every command does."""

from __future__ import annotations


class PublishError(Exception):
    """A report that cannot be built, or a page that must not be published; the message says what and why."""


class Interrupted(Exception):  # noqa: N818  -- no error: someone asked for it
    """The end of a build stopped by Ctrl-C or SIGTERM; finished pages stay, and the message counts them."""
