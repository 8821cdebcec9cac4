"""Standard output and error, for readers who leave and terminals that know few characters."""

from __future__ import annotations

import codecs
import contextlib
import io
import sys
import unicodedata
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

# What stands for a character that the encoding of the output lacks.
PLAIN = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}": "<",
        "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}": ">",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{POUND SIGN}": "GBP ",
        "\N{NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{FIRST STRONG ISOLATE}": "",
        "\N{POP DIRECTIONAL ISOLATE}": "",
    }
)
_NAME = "briefings-plain"


class OutputError(OSError):
    """Standard output or error that cannot be written, such as to a full disk."""


@contextlib.contextmanager
def prepared() -> Iterator[None]:
    """Have both streams write what they can in their encoding, and end quietly where nobody reads on.

    Raises OutputError for output that is lost for another reason.
    """
    codecs.register_error(_NAME, plain_characters)
    before = sys.stdout, sys.stderr
    ours = sys.stdout, sys.stderr = _prepared(sys.stdout), _prepared(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in ours:
            if stream is not None:
                stream.flush()


def say(text: object = "", *, err: bool = False) -> None:
    """Print a line to standard output, or to standard error, at once; nothing where that is closed."""
    stream = sys.stderr if err else sys.stdout
    if stream is not None:
        print(text, file=stream, flush=True)


def is_unicode() -> bool:
    """Return whether standard output can write every character."""
    return "utf" in (getattr(sys.stdout, "encoding", "") or "utf-8").lower()


def plain_characters(error: UnicodeError) -> tuple[str, int]:
    """Write characters that the encoding lacks in plain ones, else by their codes: a minus sign as "-"."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(_plain, lacking)), error.end


def _plain(character: str) -> str:
    mapped = character.translate(PLAIN)
    if mapped.isascii():
        return mapped
    letter, *marks = list(unicodedata.normalize("NFD", character))
    accented = letter.isascii() and all(map(unicodedata.combining, marks))
    return letter if accented else f"<U+{ord(character):04X}>"


class _Pipe(io.RawIOBase):
    """What a stream writes to; after its reader has gone, nothing is written, and nobody is told."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw, self._gone = raw, False

    def write(self, content: ReadableBuffer, /) -> int:
        size = memoryview(content).nbytes
        if self._gone:
            return size
        try:
            return self._raw.write(content) or 0
        except BrokenPipeError:
            self._gone = True
            return size
        except OSError as error:
            self._gone = True
            raise OutputError(error.errno, error.strerror) from error

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()


def _prepared(stream: TextIO) -> TextIO:
    """Return a stream that writes to the same file; one that is closed, or no file, stays as it is."""
    binary = getattr(stream, "buffer", None)
    raw = getattr(binary, "raw", binary)  # they are one where Python runs unbuffered
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(raw, io.FileIO):
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Pipe(raw)),
        encoding=stream.encoding,
        errors=_NAME,
        line_buffering=stream.line_buffering or stream.write_through,
    )
