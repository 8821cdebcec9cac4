"""The folder of pages over HTTP, for this machine alone: only files of the folder, only to be read."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote_to_bytes

from helpers.publish.errors import PublishError
from helpers.publish.index.index_pages import INDEX, script_hash

LOOPBACK = "127.0.0.1"
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN = {".csv", ".html", ".json", ".md", ".png", ".svg", ".txt"}  # the rest is for saving
_IMPATIENCE = 10  # seconds in which a request must have come
_UNFIT = re.compile(
    r"[\x00-\x1f\x7f\\:%]"
)  # what no address of ours has, and some system might read as a path


@contextmanager
def server(folder: Path, port: int) -> Iterator[tuple[ThreadingHTTPServer, str]]:
    """Listen on the loopback address; gives the server, on which to call ``serve_forever``, and its address.

    Port 0 takes any that is free. Raises PublishError where ``folder`` has no index or the port is taken.
    """
    if not (folder / INDEX).is_file():
        raise PublishError(f"{folder} has no {INDEX}: build the pages first, with: briefings build --all")
    try:
        listening = _Server((LOOPBACK, port), partial(_Handler, folder.resolve()))
    except (OSError, OverflowError) as error:
        raise PublishError(
            f"cannot listen on port {port}: {error}; choose another with --port, or 0 for any that is free"
        ) from error
    with listening:
        yield listening, f"http://{LOOPBACK}:{listening.server_port}/"


def find_file(folder: Path, target: str) -> Path | None:
    """The file that the target of a request names, or None: outside the folder, hidden, or not there.

    ``folder`` is resolved. The target is decoded once; a link that leaves the folder leads nowhere.
    """
    parts = _parts(target)
    if parts is None:
        return None
    try:
        path = folder.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError):  # not there, a name too long, or links in a circle
        return None
    inside = path.is_relative_to(folder) and not any(
        part.startswith(".") for part in path.relative_to(folder).parts
    )
    return path if inside and path.is_file() else None


def _parts(target: str) -> list[str] | None:
    """The steps of a path within the folder, or None for one that is not ours."""
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    try:
        decoded = unquote_to_bytes(path).decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        return None
    if not decoded.startswith("/") or _UNFIT.search(decoded):
        return None
    parts = decoded[1:].split("/")
    if parts[-1] == "":
        parts[-1] = INDEX
    return None if any(not part or part.startswith(".") for part in parts) else parts


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # a reader who waits does not keep the server from stopping


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server_version = "briefings"
    sys_version = ""
    timeout = _IMPATIENCE

    def __init__(self, folder: Path, *arguments: object) -> None:
        self._folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def handle(self) -> None:
        """Answer, unless the reader has left, which is no fault to report."""
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def do_GET(self) -> None:
        """Send a file."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Send a file's headers."""
        self._answer(body=False)

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Refuse every other method: the server looks for a function of each method's name."""
        if name.startswith("do_"):
            return partial(self._refuse, HTTPStatus.METHOD_NOT_ALLOWED)
        raise AttributeError(name)

    def _answer(self, body: bool) -> None:
        if not self._is_ours():
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        path = find_file(self._folder, self.path)
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        self._send(path, body)

    def _is_ours(self) -> bool:
        """Whether the browser means this server: a foreign name may have been made to lead to this machine."""
        port = self.server.server_port  # type: ignore[attr-defined]
        hosts = self.headers.get_all("Host", [])
        return len(hosts) == 1 and hosts[0].lower() in {f"{LOOPBACK}:{port}", f"localhost:{port}"}

    def _send(self, path: Path, body: bool) -> None:
        try:
            file = path.open("rb")
        except OSError:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        with file:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(os.fstat(file.fileno()).st_size))
            if path.suffix not in SHOWN:
                self.send_header("Content-Disposition", "attachment")
            self.end_headers()
            if body:
                shutil.copyfileobj(file, self.wfile)

    def _refuse(self, status: HTTPStatus) -> None:
        text = f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request, without the page that would repeat it."""
        del message, explain
        self._refuse(HTTPStatus(code))

    def end_headers(self) -> None:
        """Give every answer, a refusal too, what keeps a page to itself."""
        for name, value in _headers().items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: what was read on this machine is nobody's record."""


def _headers() -> dict[str, str]:
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src '{script_hash()}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }
