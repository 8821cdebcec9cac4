"""``briefings fetch`` against a real server of https on this machine: a whole workbook, or nothing."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import ssl
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme
from conftest import Copy
from speed import HANGS
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.intake.fetching import Address, Limits, NotFetched, addresses, fetch
from helpers.intake.release.container import OLE

run = CliRunner().invoke
Answer = Callable[[BaseHTTPRequestHandler], None]
FILE = "area-tables.xlsx"


def packed(*names: str, mimetype: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x" * 4000)
    return packed.getvalue()


XLSX = packed("[Content_Types].xml", "xl/workbook.xml")
ODS = packed("content.xml", mimetype=b"application/vnd.oasis.opendocument.spreadsheet")
XLS = OLE + "Workbook".encode("utf-16-le") + bytes(488)
PAGE = b"\xef\xbb\xbf\n<!DOCTYPE html><html><title>Service unavailable</title></html>"


@dataclass
class Site:
    """What a server answers to each path, and what it was asked."""

    base: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    context: ssl.SSLContext = field(default_factory=lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))

    @property
    def address(self) -> Address:
        return Address(2023, FILE, f"{self.base}/{FILE}")

    def gives(self, content: bytes, length: int | None = None) -> None:
        self.answers[f"/{FILE}"] = body(content, length)


def body(content: bytes, length: int | None = None) -> Answer:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Length", str(len(content) if length is None else length))
        to.end_headers()
        to.wfile.write(content)

    return answer


def redirect(to_url: str) -> Answer:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(302)
        to.send_header("Location", to_url)
        to.send_header("Content-Length", "0")
        to.end_headers()

    return answer


def status(code: int) -> Answer:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(code)
        to.send_header("Content-Length", str(len(PAGE)))
        to.end_headers()
        to.wfile.write(PAGE)

    return answer


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def site(
    copy: Copy, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """A server whose certificate is trusted, at the address that the data have for 2023."""
    found = Site("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            found.answers.get(self.path, status(404))(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:  # a client may leave as it likes
            found.gone.set()

    server = Server(("127.0.0.1", 0), Handler)
    authority.issue_cert("localhost").configure_cert(found.context)
    server.socket = found.context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    found.base = f"https://localhost:{server.server_port}"
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("no_proxy", "localhost")
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    table = copy.folder / "reference" / "area_table_addresses.csv"
    table.write_text(f"period_end,file,url,read_in\n2023-03-31,{FILE},{found.address.url},this test\n")
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def why_not(site: Site, limits: Limits | None = None) -> str:
    with pytest.raises(NotFetched) as error:
        fetch(site.address, limits)
    assert "By hand: " in str(error.value)
    return str(error.value)


def test_a_known_file_is_written_whole_and_a_second_time_left_alone(site: Site, tmp_path: Path) -> None:
    site.gives(XLSX)
    first = run(app, ["fetch", "--year", "2023", "--to", str(tmp_path)])
    assert (first.exit_code, (tmp_path / FILE).read_bytes()) == (0, XLSX)
    assert hashlib.sha256(XLSX).hexdigest() in first.output
    second = run(app, ["fetch", "--year", "2023", "--to", str(tmp_path)])
    assert (second.exit_code, "there already" in second.output) == (0, True)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_a_killed_command_had_begun_to_write_is_removed(site: Site, tmp_path: Path) -> None:
    no_process = 2**22 + 1  # above the highest number of one
    begun, anothers = (tmp_path / f".{FILE}.new-{number}" for number in (no_process, os.getppid()))
    for file in (begun, anothers):
        file.write_bytes(XLSX[:100])
    site.gives(XLSX)
    assert run(app, ["fetch", "--year", "2023", "--to", str(tmp_path)]).exit_code == 0
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == {anothers.name}


def test_a_file_that_changed_at_its_address_does_not_replace_the_one_that_is_there(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(XLSX)
    site.gives(ODS)
    refused = run(app, ["fetch", "--year", "2023", "--to", str(tmp_path)])
    assert (refused.exit_code, (tmp_path / FILE).read_bytes()) == (1, XLSX)
    assert hashlib.sha256(ODS).hexdigest() in refused.stderr
    assert run(app, ["fetch", "--year", "2023", "--to", str(tmp_path), "--overwrite"]).exit_code == 0
    assert (tmp_path / FILE).read_bytes() == ODS


def test_a_redirect_within_the_host_is_followed(site: Site) -> None:
    site.answers[f"/{FILE}"] = redirect("/moved/tables.xlsx")
    site.answers["/moved/tables.xlsx"] = body(XLSX)
    assert fetch(site.address).content == XLSX


@pytest.mark.parametrize(
    "to",
    ["https://example.org/a.xlsx", "http://localhost/a.xlsx", "file:///etc/passwd", "https://localhost:1/"],
)
def test_a_redirect_elsewhere_is_not_followed(site: Site, to: str) -> None:
    site.answers[f"/{FILE}"] = redirect(to)
    assert to in why_not(site)


def test_what_comes_with_a_redirect_is_not_read(site: Site) -> None:
    """It could have no end, and urllib would keep all of it."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(302)
        to.send_header("Location", "/moved/tables.xlsx")
        to.end_headers()
        while True:  # until the client leaves
            to.wfile.write(bytes(0x8000))

    site.answers[f"/{FILE}"] = answer
    site.answers["/moved/tables.xlsx"] = body(XLSX)
    assert fetch(site.address).content == XLSX
    assert site.gone.wait(HANGS)


def test_a_redirect_without_end_ends(site: Site) -> None:
    site.answers[f"/{FILE}"] = redirect(f"/{FILE}")
    assert "302" in why_not(site)
    assert len(site.asked) < 20


@pytest.mark.parametrize(
    ("code", "said"), [(404, "the address is dead"), (410, "the address is dead"), (503, "answers 503")]
)
def test_an_answer_that_is_an_error_is_told(site: Site, code: int, said: str, tmp_path: Path) -> None:
    site.answers[f"/{FILE}"] = status(code)
    assert said in why_not(site)
    assert run(app, ["fetch", "--year", "2023", "--to", str(tmp_path)]).exit_code == 1
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PAGE, "is a web page, perhaps the page of an error"),
        (b"period_end,area\n", "is a text, perhaps a CSV"),
        (b"", "is empty"),
        (XLSX[:-40], "damaged or cut-off"),
        (packed("word/document.xml"), "a zip archive, but no workbook"),
        (OLE + bytes(504), "without a workbook"),
    ],
)
def test_what_is_no_workbook_is_not_taken_for_one(site: Site, content: bytes, said: str) -> None:
    site.gives(content)
    assert said in why_not(site)


@pytest.mark.parametrize(("content", "kind"), [(XLSX, "xlsx"), (ODS, "ods"), (XLS, "xls")])
def test_the_kind_is_that_of_the_content(site: Site, content: bytes, kind: str) -> None:
    site.gives(content)
    assert fetch(site.address).kind == kind


def test_a_transfer_that_is_cut_is_told(site: Site) -> None:
    site.gives(XLS, length=100_000)
    assert "cut after 512 of 100,000 bytes" in why_not(site)


def in_pieces(content: bytes, end: bytes) -> Answer:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        to.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n" + end)

    return answer


def test_a_transfer_in_pieces_is_taken_whole_or_not_at_all(site: Site) -> None:
    site.answers[f"/{FILE}"] = in_pieces(XLSX, b"0\r\n\r\n")
    assert fetch(site.address).content == XLSX
    for end in (b"", b"-1\r\n\r\n", b"x\r\n"):
        site.answers[f"/{FILE}"] = in_pieces(XLSX, end)
        assert "the transfer failed" in why_not(site)


@pytest.mark.parametrize("said", ["", "x", "-5", "1_000", "\u0665", "9" * 5000, f"{len(XLS)}, {len(XLS)}"])
def test_a_length_that_is_no_number_is_told_and_no_more_of_it_than_a_line(site: Site, said: str) -> None:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: {said}\r\n\r\n".encode() + XLS)

    site.answers[f"/{FILE}"] = answer
    found = why_not(site)
    assert "of the length of the file" in found
    assert len(found) < 1000


def test_two_lengths_are_one_too_many(site: Site) -> None:
    lengths = f"Content-Length: {len(XLS)}\r\nContent-Length: 512000\r\n\r\n".encode()
    site.answers[f"/{FILE}"] = lambda to: to.wfile.write(b"HTTP/1.1 200 OK\r\n" + lengths + XLS) and None
    assert "of the length of the file" in why_not(site)


def test_a_file_that_comes_packed_although_nobody_asked_is_no_workbook(site: Site) -> None:
    packed = gzip.compress(XLSX)
    site.answers[f"/{FILE}"] = body(packed)
    assert "of no kind known here" in why_not(site)


def test_a_cut_that_could_not_be_told_is_refused(site: Site) -> None:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.end_headers()
        to.wfile.write(XLS)

    site.answers[f"/{FILE}"] = answer
    assert "does not say how long" in why_not(site)


@pytest.mark.parametrize("said", ["in advance", "never"])
def test_a_file_that_is_too_large_is_not_read_to_its_end(site: Site, said: str) -> None:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.protocol_version = "HTTP/1.1"
        to.send_response(200)
        if said == "in advance":
            to.send_header("Content-Length", "1000000000")
        else:
            to.send_header("Transfer-Encoding", "chunked")
        to.end_headers()
        while True:  # until the client leaves
            to.wfile.write((b"8000\r\n" if said == "never" else b"") + bytes(0x8000) + b"\r\n")

    site.answers[f"/{FILE}"] = answer
    assert "larger than 100,000 bytes" in why_not(site, Limits(size=100_000))
    assert site.gone.wait(HANGS)


@pytest.mark.parametrize("before", ["the answer", "the end of a header", "the end of the file"])
def test_a_server_that_takes_for_ever_is_left_when_the_time_is_up(site: Site, before: str) -> None:
    left = threading.Event()

    def answer(to: BaseHTTPRequestHandler) -> None:
        if before == "the end of a header":
            to.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        if before == "the end of the file":
            to.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while before != "the answer" and not left.wait(0.01):
            to.wfile.write(b"a")  # which fails once the client has left
        left.wait(HANGS)

    site.answers[f"/{FILE}"] = answer
    try:
        assert "longer than 0.5 seconds" in why_not(site, Limits(seconds=0.5))
    finally:
        left.set()


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    assert "SSL_CERT_FILE" in why_not(site)
    assert site.asked == []


@pytest.mark.parametrize(
    ("name", "ends", "said"),
    [
        ("example.org", None, "Hostname mismatch"),
        ("localhost", datetime(2020, 1, 1, tzinfo=UTC), "certificate has expired"),
    ],
)
def test_a_certificate_of_another_name_or_of_the_past_is_not_trusted(
    site: Site, authority: trustme.CA, name: str, ends: datetime | None, said: str
) -> None:
    authority.issue_cert(name, not_after=ends).configure_cert(site.context)
    assert said in why_not(site)
    assert site.asked == []


def test_an_address_without_tls_is_not_asked() -> None:
    with pytest.raises(NotFetched, match="not one of https"):
        fetch(Address(2023, FILE, "http://localhost/a.xlsx"))


def test_a_year_without_an_address_says_which_have_one_and_what_to_do(site: Site) -> None:
    result = run(app, ["fetch", "--year", "1999"])
    said = " ".join(result.output.replace("│", " ").split())
    assert (result.exit_code, "2023 to 2023" in said, "By hand" in said) == (2, True, True)
    assert site.asked == []


def test_the_known_addresses_are_of_one_host_and_ten_years() -> None:
    found = addresses()
    assert list(found) == list(range(2014, 2024))
    assert {one.url.split("/")[2] for one in found.values()} == {"assets.publishing.service.gov.uk"}
    assert all(one.url.endswith(f"/{one.file}") for one in found.values())


def test_where_no_thread_can_be_started_nothing_is_fetched_and_a_line_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: threading.Timer) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Timer, "start", start)
    with pytest.raises(NotFetched, match="the transfer failed: the system lets this process start no thread"):
        fetch(site.address)
    assert site.asked == []
