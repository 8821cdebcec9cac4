"""What the publisher raises when it will not go on."""


class PublishError(Exception):
    """A report cannot be built or a page must not be published; the message says what was found and where."""
