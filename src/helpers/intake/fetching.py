"""An official file from its known address: over https, from that host alone, whole, and of a known kind.

Nothing here runs unless a person asks for it: no build and no import of a module does.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import http.client
import os
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib import error, request
from urllib.parse import urlsplit

import psutil

from helpers.data.errors import DataError
from helpers.data.ordinary import read_ordinary
from helpers.data.sources import reference_text
from helpers.intake.release.container import MOST_BYTES, contained
from helpers.intake.release.refusal import Refused
from helpers.text.characters import shown
from helpers.text.file_kinds import file_kind_at

TABLE = "area_table_addresses"
BY_HAND = (
    "By hand: look for the MAPPA annual report of that year on https://www.gov.uk, download its area tables in a "
    "browser, and give that file to 'briefings import'"
)
_CHUNK = 1 << 16
# The publisher answers what looks like a browser: its own scripts name one.
AGENT = "Mozilla/5.0 (compatible; mappa-briefings)"
_SILENT = 30  # seconds that a server may say nothing
_LENGTH = re.compile("[0-9]{1,18}")
_LONGEST_REASON = 500  # characters, of which a server may have chosen most


@dataclass(frozen=True)
class Limits:
    """How large a file may be, in bytes, and how long it may take in all, in seconds."""

    size: int = MOST_BYTES
    seconds: float = 300


@dataclass(frozen=True)
class Address:
    """Where the area tables of one 31 March were published: the name of the file and its address."""

    year: int
    file: str
    url: str


@dataclass(frozen=True)
class Fetched:
    """A file as it came: ``kind`` is xlsx, ods or xls by its content, whatever its name says."""

    address: Address
    content: bytes
    kind: str

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


class NotFetched(DataError):  # noqa: N818 (it says what happened)
    """A file that could not be had whole, with what to do by hand."""

    def __init__(self, address: Address, why: str) -> None:
        said = shown(why)
        cut = said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}..."
        super().__init__(f"{address.url}: {cut}; nothing was written. {BY_HAND}")


def addresses(data: Path | None = None) -> dict[int, Address]:
    """Return the known addresses by the year of their 31 March."""
    rows = reference_text(TABLE, data)
    return {
        int(row["period_end"][:4]): Address(int(row["period_end"][:4]), row["file"], row["url"])
        for row in rows
    }


def fetch(address: Address, limits: Limits | None = None) -> Fetched:
    """Get the file at an address into memory; raise NotFetched for anything but a whole workbook."""
    limits = limits or Limits()
    try:
        with _deadline(address, limits) as opener:
            content = _content(opener, address, limits)
    except error.HTTPError as refusal:
        raise NotFetched(address, _answer(refusal)) from refusal
    except (OSError, http.client.HTTPException) as failure:
        raise NotFetched(address, f"the transfer failed: {_reason(failure)}") from failure
    try:
        return Fetched(address, content, contained(content, address.file).kind)
    except Refused as refused:
        raise NotFetched(address, f"{refused}") from refused


def write_new(path: Path, fetched: Fetched, overwrite: bool = False) -> bool:
    """Write a fetched file whole, and return whether it was needed: not where the same bytes stand already.

    Raises DataError where another file stands that is not to be overwritten, or nothing can be written.
    """
    try:
        _remove_left(path)
        if path.is_file() and read_ordinary(path) == fetched.content:
            return False
        _write(path, fetched.content, overwrite)
    except FileExistsError as there:
        raise DataError(
            f"{path} is another file than the one at the address, which has SHA-256 {fetched.sha256}; nothing was "
            f"written. If the file there was replaced by a new one, keep both: move {path.name} away, or say --overwrite"
        ) from there
    except OSError as failure:
        raise DataError(f"cannot write {path}: {failure.strerror or failure}") from failure
    return True


def _remove_left(path: Path) -> None:
    """Remove what a command that was killed had begun to write beside a file."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.new-*"):
        owner = left.name.rpartition("-")[2]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)) and not file_kind_at(left):
            left.unlink(missing_ok=True)


def _write(path: Path, content: bytes, overwrite: bool) -> None:
    whole = path.with_name(f".{path.name}.new-{os.getpid()}")
    whole.unlink(missing_ok=True)  # of an earlier process of this number
    try:
        with whole.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        whole.chmod(0o644)
        if overwrite:
            whole.replace(path)
        else:
            path.hardlink_to(whole)  # which fails where a file stands, even one that came this moment
    finally:
        whole.unlink(missing_ok=True)


class _SameHost(request.HTTPRedirectHandler):
    """Redirects within the host of the address, and only over https."""

    def __init__(self, address: Address) -> None:
        self._address = address

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        fp.close()  # urllib would read what comes with a redirect, however long it is
        allowed, target = urlsplit(self._address.url), urlsplit(newurl)
        if (target.scheme, target.netloc) != ("https", allowed.netloc):
            raise NotFetched(
                self._address, f"it leads to {newurl}, and only https://{allowed.netloc} is asked"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Secure(request.HTTPSHandler):
    """Connections over https whose sockets are known, so that they can be ended when time is up."""

    def __init__(self, sockets: list[socket.socket], over: threading.Event) -> None:
        context = ssl.create_default_context()
        super().__init__(context=context)

        class Connection(http.client.HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                sockets.append(self.sock)
                if over.is_set():
                    raise TimeoutError

        self._made = lambda host, **options: Connection(host, **{**options, "context": context})

    def https_open(self, req: request.Request) -> Any:
        return self.do_open(self._made, req)


@contextlib.contextmanager
def _deadline(address: Address, limits: Limits) -> Iterator[request.OpenerDirector]:
    """Give what opens addresses until the time is up; a slow answer then fails, wherever it has got to."""
    sockets: list[socket.socket] = []
    over = threading.Event()

    def end() -> None:
        over.set()
        for connection in sockets:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    opener = request.OpenerDirector()
    handlers = (
        *(request.ProxyHandler(), _Secure(sockets, over), _SameHost(address)),
        *(request.HTTPDefaultErrorHandler(), request.HTTPErrorProcessor(), request.UnknownHandler()),
    )
    for handler in handlers:
        opener.add_handler(handler)
    timer = threading.Timer(limits.seconds, end)
    timer.daemon = True
    try:
        timer.start()
    except RuntimeError as failure:  # no thread could be started, and a transfer could take for ever
        raise OSError("the system lets this process start no thread") from failure
    try:
        yield opener
    except (OSError, http.client.HTTPException, NotFetched) as failure:
        if over.is_set():
            raise NotFetched(address, f"it took longer than {limits.seconds:g} seconds") from failure
        raise
    finally:
        timer.cancel()


def _content(opener: request.OpenerDirector, address: Address, limits: Limits) -> bytes:
    if urlsplit(address.url).scheme != "https":
        raise NotFetched(address, "the address is not one of https")
    headers = {"Accept-Encoding": "identity", "User-Agent": AGENT}
    asked = request.Request(address.url, headers=headers)  # noqa: S310 -- https, as checked
    with opener.open(asked, timeout=_SILENT) as response:
        length = _length(response.headers.get_all("Content-Length", []), address)
        if length is None and not response.chunked:
            raise NotFetched(
                address, "the server does not say how long the file is, so a cut one could not be told"
            )
        _check_size(length or 0, address, limits)
        content = bytearray()
        while part := response.read1(_CHUNK):
            content += part
            _check_size(len(content), address, limits)
    if length is not None and len(content) != length:
        raise NotFetched(address, f"the transfer was cut after {len(content):,} of {length:,} bytes")
    return bytes(content)


def _length(said: Sequence[str], address: Address) -> int | None:
    """Return the length that a server says, once and in digits; None if it says none."""
    if not said:
        return None
    if len(said) > 1 or not _LENGTH.fullmatch(said[0]):
        raise NotFetched(address, f"the server says of the length of the file: {' and '.join(said)}")
    return int(said[0])


def _check_size(size: int, address: Address, limits: Limits) -> None:
    if size > limits.size:
        raise NotFetched(address, f"it is larger than {limits.size:,} bytes, the most that is fetched")


def _reason(failure: Exception) -> str:
    reason = getattr(failure, "reason", None) or failure
    if isinstance(reason, ssl.SSLCertVerificationError):
        return (
            f"the certificate is not trusted ({reason.verify_message}); where a company has its own certificates, name "
            "the file that holds them in the variable SSL_CERT_FILE"
        )
    if isinstance(reason, TimeoutError):
        return f"the server said nothing for {_SILENT} seconds"
    return f"{reason}" or type(reason).__name__


def _answer(refusal: error.HTTPError) -> str:
    refusal.close()
    if refusal.code in (404, 410):
        return f"the address is dead: the server answers {refusal.code}"
    return f"the server answers {refusal.code} {refusal.reason}"
