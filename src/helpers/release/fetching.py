"""One official workbook fetched from its known address: a step that no import and no build takes."""

from __future__ import annotations

import hashlib
import http.client
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from helpers.data.sources import reference_text
from helpers.release.container import MOST_BYTES, contained
from helpers.release.refusal import Refused, quoted

HOST = "assets.publishing.service.gov.uk"
# The publisher turns away what does not look like a browser.
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
BY_HAND = "open the address in a browser, or look on www.gov.uk for the MAPPA annual reports, save the file, and import it"
CHUNK = 65_536


@dataclass(frozen=True)
class Limits:
    """Seconds that one answer, and that the whole file, may take."""

    answer: float = 30
    whole: float = 300


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched: where it lies, its hash, and whether it is new, the same, or another."""

    path: Path
    sha256: str
    outcome: str


def address_of(year: int, data: Path) -> tuple[str, str]:
    """Return the address and file name of the workbook of a 31 March.

    Raises Refused for one that is not known.
    """
    rows = {int(row["period_end"][:4]): row for row in reference_text("releases", data)}
    if year not in rows:
        known = f"{min(rows)} to {max(rows)}" if rows else "none"
        raise Refused(
            f"no address of the workbook of 31 March {year} is known (known: {known}); download it from www.gov.uk "
            f"and run: briefings import FILE --year {year}"
        )
    return rows[year]["url"], rows[year]["file"]


def fetch(
    url: str,
    name: str,
    folder: Path,
    *,
    host: str = HOST,
    trusted: ssl.SSLContext | None = None,
    limits: Limits | None = None,
) -> Fetched:
    """Fetch a workbook from an address of ``host`` into a folder, where no file is ever overwritten.

    Raises Refused for an address or a redirect elsewhere, for an answer that is no whole workbook, and for
    one that is too large or too slow; nothing is written then.
    """
    content = _content(url, host, trusted or ssl.create_default_context(), limits or Limits())
    contained(content, name)
    folder.mkdir(exist_ok=True)
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / name
    if not path.exists():
        return Fetched(_written(path, content), sha256, "new")
    if path.read_bytes() == content:
        return Fetched(path, sha256, "the same")
    other = path.with_stem(f"{path.stem}-{sha256[:8]}")
    return Fetched(_written(other, content), sha256, "another")


def _content(url: str, host: str, trusted: ssl.SSLContext, limits: Limits) -> bytes:
    _check_address(url, host)
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusted), _SameHost(host))
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})  # noqa: S310  -- https, as checked above
    try:
        with opener.open(request, timeout=limits.answer) as answer:
            return _read(answer, time.monotonic() + limits.whole)
    except urllib.error.HTTPError as error:
        raise Refused(
            f"{url} answers {error.code} ({error.reason}): the address is dead or has moved; {BY_HAND}"
        ) from error
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        reason = getattr(error, "reason", error) or type(error).__name__
        raise Refused(f"{url} cannot be fetched: {reason}; {BY_HAND}") from error


def _read(answer: http.client.HTTPResponse, end: float) -> bytes:
    content = bytearray()
    while part := answer.read1(CHUNK):
        content += part
        if len(content) > MOST_BYTES:
            raise Refused(f"the file is larger than {MOST_BYTES:,} bytes, and no area table is; {BY_HAND}")
        if time.monotonic() > end:
            raise Refused(f"the file comes too slowly; try again later, or {BY_HAND}")
    length = answer.headers.get("Content-Length", "")
    if length.isdecimal() and len(content) < int(length):
        raise Refused(
            f"the transfer was cut after {len(content):,} of {int(length):,} bytes; run the command again"
        )
    return bytes(content)


def _check_address(url: str, host: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.netloc != host:
        raise Refused(f"{quoted(url)} is not an https address of {host}; nothing is fetched from elsewhere")


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follow a redirect only to the same host, over https."""

    def __init__(self, host: str) -> None:
        self._host = host

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Return the next request; raise Refused for one that leads elsewhere."""
        _check_address(newurl, self._host)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _written(path: Path, content: bytes) -> Path:
    partial = path.with_suffix(path.suffix + ".part")
    partial.write_bytes(content)
    return partial.replace(path)
