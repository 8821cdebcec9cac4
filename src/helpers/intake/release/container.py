"""The bytes of a workbook: its kind by content, and whether they are whole and of a bearable size.

Nothing here is parsed into figures. The limits are ours: the area tables published so far are below 200 kB.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from helpers.intake.release.refusal import Refused, quoted

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_ENTRIES = 2_000
MOST_CELLS = 1_000_000
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
KINDS = "an .xls, .xlsx or .ods workbook"


@dataclass(frozen=True)
class Container:
    """A workbook as bytes; ``kind`` is xls, xlsx or ods, ``name`` what the user called the file."""

    name: str
    kind: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def part(self, name: str) -> bytes:
        """Return one part of a workbook that is a zip, or nothing where there is no such part."""
        with zipfile.ZipFile(BytesIO(self.content)) as archive:
            return archive.read(name) if name in archive.namelist() else b""


def opened(path: Path) -> Container:
    """Read a file once and return it, whole; raise Refused for what is no workbook, or is damaged."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"{quoted(path.name)} cannot be read: {error.strerror}") from error
    return contained(content, path.name)


def contained(content: bytes, name: str) -> Container:
    """Return the bytes as a workbook of the kind that they are; the name decides nothing.

    Raises Refused for bytes that are no workbook, too large, damaged, or locked by a password.
    """
    if len(content) > MOST_BYTES:
        raise Refused(
            f"{quoted(name)} is larger than {MOST_BYTES:,} bytes; the official area tables are far smaller"
        )
    kind = _kind(content, name)
    if kind != "xls":
        _check_archive(content, name)
    return Container(name, kind, content)


def _kind(content: bytes, name: str) -> str:
    if content.startswith(OLE):
        return _kind_of_ole(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content, name)
    raise Refused(f"{quoted(name)} is {_what(content)}; it must be {KINDS}")


def _kind_of_ole(content: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused(f"{quoted(name)} is locked by a password; save it without one")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise Refused(f"{quoted(name)} is an old Office file without a workbook; it must be {KINDS}")


def _kind_of_zip(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > MOST_ENTRIES:
                raise Refused(f"{quoted(name)} holds {len(names):,} parts; a workbook has a few dozen")
            _check_size(archive, name)
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "mimetype" in names and archive.read("mimetype").strip() == ODS:
                return "ods"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused(f"{quoted(name)} is a damaged or cut-off file: {error}; fetch it again") from error
    raise Refused(f"{quoted(name)} is a zip archive, but no workbook; it must be {KINDS}")


def _check_size(archive: zipfile.ZipFile, name: str) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise Refused(
            f"{quoted(name)} would unpack to {unpacked:,} bytes; at most {MOST_UNPACKED:,} are read, "
            "and the official area tables are far smaller"
        )


def _check_archive(content: bytes, name: str) -> None:
    """Check every part against its checksum, which readers of workbooks do not, and for entities."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            try:
                with archive.open(entry) as part:
                    _check_part(part.read(entry.file_size + 1), entry, name)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
                raise _damaged(name, entry.filename, error) from error
            except Exception as error:  # zlib.error, lzma.LZMAError: whatever the decompressor raises
                if isinstance(error, Refused):
                    raise
                raise _damaged(name, entry.filename, error) from error


def _check_part(part: bytes, entry: zipfile.ZipInfo, name: str) -> None:
    if len(part) > entry.file_size:
        raise Refused(
            f"{quoted(name)}: the part {quoted(entry.filename)} is larger than it says; fetch it again"
        )
    if entry.filename.endswith((".xml", ".rels", ".vml")) and re.search(rb"<!(?:DOCTYPE|ENTITY)", part):
        raise Refused(
            f"{quoted(name)}: the part {quoted(entry.filename)} defines entities, which no spreadsheet program "
            "writes; fetch the file again from its publisher"
        )


def _damaged(name: str, part: str, error: Exception) -> Refused:
    reason = "it is locked by a password" if "password" in f"{error}" else f"{error}"
    return Refused(f"{quoted(name)}: the part {quoted(part)} is damaged ({reason}); fetch the file again")


def _what(content: bytes) -> str:
    """Return what bytes that are no workbook look like."""
    start = content[:1024].lstrip().lower()
    if not content:
        return "empty"
    if start.startswith(b"%pdf"):
        return "a PDF document"
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "a web page, perhaps the page of an error"
    if start.startswith(b"<?xml"):
        return "an XML document"
    return "a text, perhaps a CSV" if b"\x00" not in start else "of no kind known here"
