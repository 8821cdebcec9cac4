"""The folder of pages over HTTP, for this machine alone: read-only, nothing outside the folder."""

from __future__ import annotations

import os
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
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
SHOWN = {".csv", ".html", ".json", ".md", ".png", ".svg", ".txt"}  # a browser saves the rest
_REQUEST_TIMEOUT = 10  # seconds of silence
_LONGEST_CONNECTION = 120  # seconds in all
_MOST_CONNECTIONS = 64  # at a time: a browser opens six
# Characters that none of these addresses has, and that some system might treat specially in a path.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\:%]")


@contextmanager
def server(folder: Path, port: int) -> Iterator[tuple[ThreadingHTTPServer, str]]:
    """Listen on the loopback address; yield the server, on which to call ``serve_forever``, and its address.

    Port 0 takes any that is free. Raises PublishError if ``folder`` has no index or the port is taken.
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
    """Return the file that a request's target names; None if it is outside the folder, hidden or missing.

    ``folder`` is resolved. The target is decoded once; a link that leaves the folder leads nowhere.
    """
    parts = _parts(target)
    if parts is None:
        return None
    try:
        path = folder.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError):  # missing, a name too long, or links in a circle
        return None
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return None if hidden else path


def _parts(target: str) -> list[str] | None:
    """Return the parts of a path within the folder, or None if the target cannot be one."""
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    try:
        decoded = unquote_to_bytes(path).decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        return None
    if not decoded.startswith("/") or _FORBIDDEN.search(decoded):
        return None
    parts = decoded[1:].split("/")
    if parts[-1] == "":
        parts[-1] = INDEX
    return None if any(not part or part.startswith(".") for part in parts) else parts


class _Server(ThreadingHTTPServer):
    """A server of so many connections at a time, each of so many seconds in all, however slow its client."""

    daemon_threads = True  # an open connection does not keep the server from stopping

    def __init__(self, *arguments: Any) -> None:
        self._ends: dict[Any, float] = {}
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread of its own, unless there are too many."""
        if len(self._ends) >= _MOST_CONNECTIONS:
            with suppress(OSError):
                request.settimeout(0)
                request.sendall(b"HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
            self.shutdown_request(request)
            return
        self._ends[request] = time.monotonic() + _LONGEST_CONNECTION
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread could be started
            self._ends.pop(request, None)
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer a connection, and give its place to another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._ends.pop(request, None)

    def service_actions(self) -> None:
        """End the connections that have lasted too long, which wakes their threads."""
        now = time.monotonic()
        for request in [request for request, end in list(self._ends.items()) if end < now]:
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """The answer to one request."""

    server_version = "briefings"
    sys_version = ""
    timeout = _REQUEST_TIMEOUT
    # Without headers, as Python answers HTTP 0.9 and what is no request, nothing would isolate a page.
    default_request_version = "HTTP/1.0"

    def __init__(self, folder: Path, *arguments: object) -> None:
        self._folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def handle(self) -> None:
        """Answer, unless the reader has left, which is no error to report."""
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def parse_request(self) -> bool:
        """Read a request, of which the answer has headers whatever its version."""
        parsed = super().parse_request()
        if self.request_version == "HTTP/0.9":
            self.request_version = self.default_request_version
        return parsed

    def do_GET(self) -> None:
        """Send a file."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Send a file's headers."""
        self._answer(body=False)

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Refuse every other method: the base class looks for an attribute ``do_`` with the method's name."""
        if name.startswith("do_"):
            return partial(self._refuse, HTTPStatus.METHOD_NOT_ALLOWED)
        raise AttributeError(name)

    def _answer(self, body: bool) -> None:
        if not self._is_addressed():
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        path = find_file(self._folder, self.path)
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        self._send(path, body)

    def _is_addressed(self) -> bool:
        """Return whether the browser means this server: a foreign name may resolve to this machine."""
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
        """Refuse a malformed request, without the default page that would repeat it."""
        del message, explain
        self._refuse(HTTPStatus(code))

    def end_headers(self) -> None:
        """Give every answer, even a refusal, the headers that isolate a page."""
        for name, value in _headers().items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing: what someone reads on this machine is not recorded."""


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
