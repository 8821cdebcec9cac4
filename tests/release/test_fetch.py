"""``briefings fetch`` against a real HTTPS server on this machine: one host, whole files, nothing else."""

from __future__ import annotations

import contextlib
import http.server
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from eras import made
from typer.testing import CliRunner

from helpers.cli import app
from helpers.data.sources import data_folder
from helpers.release.container import MOST_BYTES
from helpers.release.fetching import HOST, Fetched, Limits, address_of, fetch
from helpers.release.refusal import Refused

TLS = Path(__file__).parent / "tls"  # a certificate for "localhost" of the tests alone
ENDED = threading.Event()


class Answers(http.server.BaseHTTPRequestHandler):
    """What the server answers to each path."""

    files: dict[str, bytes] = {}  # noqa: RUF012  -- the test's own

    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/slow":
            self._begin(1_000_000)
            while not ENDED.wait(0.05):
                self.wfile.write(b"x")
        elif self.path == "/cut":
            content = self.files["/tables.xlsx"]
            self._begin(len(content))
            self.wfile.write(content[:1000])
        elif self.path in self.files:
            self._begin(len(self.files[self.path]))
            self.wfile.write(self.files[self.path])
        else:
            self.send_error(404)

    def _begin(self, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", f"{length}")
        self.end_headers()

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, ssl.SSLError):  # the other side has had enough
            super().handle()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    ENDED.clear()
    Answers.files = {
        "/tables.xlsx": made(2017).content(),
        "/error.xlsx": b"<!DOCTYPE html><title>Not found</title>",
        "/large.xlsx": b"PK\x03\x04" + b"0" * (MOST_BYTES + 10),
    }
    server = http.server.ThreadingHTTPServer(("localhost", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"localhost:{server.server_port}"
    ENDED.set()
    server.shutdown()
    thread.join()
    server.server_close()


def get(host: str, path: str, folder: Path, **how: object) -> Fetched:
    trusted = ssl.create_default_context(cafile=str(TLS / "certificate.pem"))
    return fetch(f"https://{host}{path}", "tables.xlsx", folder, host=host, trusted=trusted, **how)  # type: ignore[arg-type]


def test_a_workbook_is_saved_as_it_is_and_a_second_time_is_the_same(host: str, tmp_path: Path) -> None:
    first = get(host, "/tables.xlsx", tmp_path / "incoming")
    assert first.outcome == "new"
    assert first.path.read_bytes() == Answers.files["/tables.xlsx"]
    assert get(host, "/tables.xlsx", tmp_path / "incoming").outcome == "the same"


def test_a_file_that_changed_is_told_and_overwrites_nothing(host: str, tmp_path: Path) -> None:
    first = get(host, "/tables.xlsx", tmp_path)
    old = first.path.read_bytes()
    Answers.files["/tables.xlsx"] = made(2017, seed=1).content()
    second = get(host, "/tables.xlsx", tmp_path)
    assert second.outcome == "another"
    assert second.path != first.path
    assert first.path.read_bytes() == old
    assert second.path.read_bytes() == Answers.files["/tables.xlsx"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/gone.xlsx", "answers 404"),
        ("/error.xlsx", "is a web page"),
        ("/large.xlsx", "larger than"),
        ("/cut", "was cut|cannot be fetched"),
        ("/to/https://example.org/tables.xlsx", "nothing is fetched from elsewhere"),
        ("/to/http://localhost/tables.xlsx", "is not an https address"),
        ("/to/file:///etc/passwd", "not allowed"),
    ],
)
def test_what_is_no_whole_workbook_of_this_host_is_refused_and_leaves_nothing(
    host: str, tmp_path: Path, path: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        get(host, path, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_on_the_same_host_is_followed(host: str, tmp_path: Path) -> None:
    assert get(host, f"/to/https://{host}/tables.xlsx", tmp_path).outcome == "new"


def test_a_file_that_comes_too_slowly_is_given_up(host: str, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Refused, match="too slowly"):
        get(host, "/slow", tmp_path, limits=Limits(answer=60, whole=0.2))
    assert time.monotonic() - began < 60
    assert list(tmp_path.iterdir()) == []


def test_a_certificate_that_nobody_vouches_for_is_refused(host: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="certificate verify failed"):
        fetch(f"https://{host}/tables.xlsx", "tables.xlsx", tmp_path, host=host)


@pytest.mark.parametrize(
    "url", ["http://{host}/a", "https://{host}.example.org/a", "https://a@{host}/a", "https://{host}:8443/a"]
)
def test_no_other_host_is_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(Refused, match="is not an https address"):
        fetch(url.format(host=HOST), "a.xlsx", tmp_path)


def test_every_known_address_is_of_the_publisher_and_an_unknown_year_is_told() -> None:
    for year in range(2014, 2024):
        url, name = address_of(year, data_folder())
        assert url.startswith(f"https://{HOST}/media/")
        assert url.endswith(name)
    answer = CliRunner().invoke(app, ["fetch", "--year", "2025"])
    assert (answer.exit_code, "briefings import FILE --year 2025" in answer.output) == (1, True)
