"""The server as a program that speaks to it by hand would find it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import psutil
import pytest
from speed import HANGS, until

from helpers.publish.errors import PublishError
from helpers.publish.index.index_pages import script_hash
from helpers.publish.serve import LOOPBACK, server

INDEX = b"<!doctype html><title>Index</title>"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    folder: Path
    port: int

    def ask(self, target: str, method: str = "GET", host: str | None = "", extra: str = "") -> Answer:
        """Send a request as it stands, unlike a client library, which would tidy the path."""
        name = f"Host: {host or f'{LOOPBACK}:{self.port}'}\r\n" if host is not None else ""
        return self.send(f"{method} {target} HTTP/1.1\r\n{name}{extra}\r\n".encode(), method)

    def send(self, request: bytes, method: str = "GET") -> Answer:
        with socket.create_connection((LOOPBACK, self.port), timeout=HANGS) as connection:
            connection.sendall(request)
            response = HTTPResponse(connection, method=method)
            response.begin()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    base = tmp_path_factory.mktemp("served")
    folder = base / "reports"
    (folder / "2023").mkdir(parents=True)
    (folder / "index.html").write_bytes(INDEX)
    (folder / "2023" / "essex.html").write_text("Essex")
    (folder / "2023" / "essex.csv").write_text("a,b\n")
    (folder / "2023" / "essex.xlsx").write_bytes(b"PK")
    (folder / "2023" / "essex.ipynb").write_text("{}")
    (folder / "2023" / "odd.bin").write_bytes(b"\x00")
    (folder / ".lock").write_text("hidden")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("hidden")
    (base / "secret.html").write_text("secret")
    (base / "reports-of-others").mkdir()
    (base / "reports-of-others" / "secret.html").write_text("secret")
    (folder / "out.html").symlink_to(base / "secret.html")
    (folder / "beside").symlink_to(base / "reports-of-others")
    (folder / "shown.html").symlink_to(folder / ".lock")
    (folder / "same.html").symlink_to(folder / "index.html")
    (folder / "circle.html").symlink_to(folder / "circle.html")
    with server(folder, 0) as (listening, _):
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Site(folder, listening.server_port)
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?a=b", "text/html; charset=utf-8"),
        ("/same.html", "text/html; charset=utf-8"),
        ("/2023/%65ssex.html", "text/html; charset=utf-8"),
        ("/2023/essex.csv", "text/csv; charset=utf-8"),
        ("/2023/essex.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("/2023/odd.bin", "application/octet-stream"),
    ],
)
def test_a_file_comes_with_its_type_and_whole(site: Site, target: str, kind: str) -> None:
    answer = site.ask(target)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert int(answer.headers["content-length"]) == len(answer.body) > 0


@pytest.mark.parametrize(
    ("name", "saved"), [("essex.html", False), ("essex.csv", False), ("essex.ipynb", True)]
)
def test_what_a_browser_cannot_show_is_for_saving(site: Site, name: str, saved: bool) -> None:
    assert ("content-disposition" in site.ask(f"/2023/{name}").headers) is saved


def test_head_gives_the_headers_alone(site: Site) -> None:
    answer = site.ask("/", "HEAD")
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, str(len(INDEX)), b"")


@pytest.mark.parametrize(
    "target",
    [
        *("/../secret.html", "/2023/../../secret.html", "/%2e%2e/secret.html", "/..%2fsecret.html"),
        *("/%2e%2e%2fsecret.html", "/..%5csecret.html", "/..\\secret.html", "/%252e%252e/secret.html"),
        *("//etc/passwd", "/%2fetc/passwd", "/etc/passwd", "/2023//essex.html", "/2023/./essex.html"),
        *("/out.html", "/beside/secret.html", "/circle.html", "/reports-of-others/secret.html"),
        *("/.lock", "/.git/config", "/%2elock", "/shown.html", "/2023/.", "/2023/.."),
        *(
            "/2023",
            "/2023/",
            "/nothing.html",
            "/index.html/",
            "/index.html%00.txt",
            "/%ff",
            "/C:/secret.html",
        ),
        *("index.html", "http://127.0.0.1/index.html", "*", "/" + "a" * 5000),
    ],
)
def test_nothing_but_a_visible_file_of_the_folder_is_given(site: Site, target: str) -> None:
    answer = site.ask(target)
    assert answer.status == 404
    assert answer.body == b"404 Not Found\n"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"])
def test_only_reading_is_allowed(site: Site, method: str) -> None:
    answer = site.ask("/", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}", "[::1]:{port}"],
)
def test_a_foreign_name_that_leads_to_this_machine_is_refused(site: Site, host: str) -> None:
    assert site.ask("/", host=host.format(port=site.port)).status == 403


def test_a_request_names_this_server_exactly_once(site: Site) -> None:
    assert site.ask("/", host=None).status == 403
    assert site.ask("/", extra="Host: evil.example\r\n").status == 403
    assert site.ask("/", host=f"LocalHost:{site.port}").status == 200


@pytest.mark.parametrize("target", ["/", "/2023/essex.xlsx", "/nothing", "/../x"])
def test_every_answer_keeps_a_page_to_itself(site: Site, target: str) -> None:
    headers = site.ask(target).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == f"'{script_hash()}'"
    assert policy["img-src"] == "data:"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["server"].strip() == "briefings"


@pytest.mark.parametrize(
    "line", [b"GET /", b"GET / HTTP/0.9", b"nonsense", b"\x16\x03\x01", b"GET / HTTP/1.1x"]
)
def test_an_answer_has_these_headers_whatever_the_request_is(site: Site, line: bytes) -> None:
    """Of HTTP 0.9, whose answers had none, or nothing that a server understands."""
    headers = site.send(line + f"\r\nHost: {LOOPBACK}:{site.port}\r\n\r\n".encode()).headers
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("ranges", ["0-1", "-1", "99-", ",".join(["0-"] * 1000), "a-b"])
def test_a_part_of_a_file_is_asked_for_in_vain(site: Site, ranges: str) -> None:
    """So that no request makes the server send a file many times over."""
    answer = site.ask("/", extra=f"Range: bytes={ranges}\r\n")
    assert (answer.status, answer.body) == (200, INDEX)


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ("A: b\r\n" * 200, 431),
        (f"A: {'b' * 70_000}\r\n", 431),
        (" folded\r\n", 403),  # a second line of the Host
    ],
)
def test_headers_that_are_too_many_too_long_or_misshapen_are_refused(
    site: Site, extra: str, status: int
) -> None:
    assert site.ask("/", extra=extra).status == status


def test_one_connection_has_one_answer(site: Site) -> None:
    """What follows a request, such as its body, is never taken for another."""
    again = f"GET /2023/essex.html HTTP/1.1\r\nHost: {LOOPBACK}:{site.port}\r\n\r\n"
    for method, extra in (
        ("GET", "Connection: keep-alive\r\n"),
        ("POST", f"Content-Length: {len(again)}\r\n"),
    ):
        head = f"{method} / HTTP/1.1\r\nHost: {LOOPBACK}:{site.port}\r\n{extra}\r\n"
        with socket.create_connection((LOOPBACK, site.port), timeout=HANGS) as connection:
            connection.sendall((head + again).encode())
            answer = b""
            with suppress(ConnectionResetError):  # which a server that leaves with something unread sends
                while part := connection.recv(65536):
                    answer += part
        assert answer.count(b"HTTP/1.0 ") == 1
        assert b"Essex" not in answer


@pytest.mark.parametrize(
    ("line", "code"),
    [(b"GET /nonsense more HTTP/1.1", b"400"), (b"GET /nonsense HTTP/9.9", b"505"), (b"nonsense", b"400")],
)
def test_what_is_no_request_is_refused_without_repeating_it(site: Site, line: bytes, code: bytes) -> None:
    with socket.create_connection((LOOPBACK, site.port), timeout=HANGS) as connection:
        connection.sendall(line + b"\r\n\r\n")
        answer = connection.recv(10000)
    assert code in answer
    assert b"nonsense" not in answer


def test_it_listens_on_the_loopback_address_alone(site: Site) -> None:
    listening = [each.laddr for each in psutil.Process().net_connections() if not each.raddr]
    assert [ip for ip, port in listening if port == site.port] == [LOOPBACK]


def test_a_slow_reader_does_not_keep_others_waiting(site: Site) -> None:
    with socket.create_connection((LOOPBACK, site.port), timeout=HANGS) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\n")
        assert site.ask("/").status == 200


@contextmanager
def limited(folder: Path, **limits: float) -> Iterator[Site]:
    """A server of the same folder with other limits."""
    with pytest.MonkeyPatch.context() as patch, server(folder, 0) as (listening, _):
        for name, value in limits.items():
            patch.setattr(f"helpers.publish.serve._{name}", value)
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        yield Site(folder, listening.server_port)
        listening.shutdown()
        thread.join()


def test_a_client_that_sends_one_byte_after_another_is_cut_off_in_the_end(site: Site) -> None:
    with (
        limited(site.folder, LONGEST_CONNECTION=0.2) as short,
        socket.create_connection((LOOPBACK, short.port), timeout=0.02) as slow,
    ):
        answer: list[bytes] = []

        def is_cut_off() -> bool:
            with suppress(TimeoutError, BrokenPipeError, ConnectionResetError):
                slow.sendall(b"G")
                answer.append(slow.recv(10))
            return bool(answer)

        until(is_cut_off)
        assert answer == [b""]


def test_of_too_many_at_once_one_is_turned_away_and_served_once_another_has_left(site: Site) -> None:
    with limited(site.folder, MOST_CONNECTIONS=2) as small:
        idle = [socket.create_connection((LOOPBACK, small.port), timeout=HANGS) for _ in range(2)]
        for one in idle:
            one.sendall(b"G")
        until(lambda: small.ask("/").status == 503)
        idle.pop().close()
        until(lambda: small.ask("/").status == 200)
        idle.pop().close()


def test_a_folder_without_pages_or_a_taken_port_is_explained(site: Site, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="briefings build --all"), server(tmp_path, 0):
        pass
    with pytest.raises(PublishError, match=f"port {site.port}.*--port"), server(site.folder, site.port):
        pass


def accepted(server: int) -> list[tuple[str, int]]:
    """The addresses of those to whom a process speaks."""
    return [tuple(each.raddr) for each in psutil.Process(server).net_connections() if each.raddr]


@pytest.mark.whole
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_or_a_closed_terminal_stops_the_command_cleanly_even_while_someone_waits(
    site: Site, number: signal.Signals
) -> None:
    command = [
        sys.executable,
        "-m",
        "helpers.commands.cli",
        "serve",
        "--port",
        "0",
        "--out",
        str(site.folder),
    ]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        assert process.stderr
        port = int(process.stdout.readline().split("/ ")[0].rpartition(":")[2])
        try:
            assert Site(site.folder, port).ask("/").body == INDEX
            with socket.create_connection((LOOPBACK, port), timeout=HANGS) as idle:
                idle.sendall(b"GET")
                until(lambda: idle.getsockname() in accepted(process.pid))
                process.send_signal(number)
                assert process.wait(timeout=HANGS) == 0
        finally:
            process.kill()  # lest a server that does not end keep the tests
        assert process.stdout.read() == "stopped\n"
        assert process.stderr.read() == ""
