"""Who has read a page and signed it off: bound to every byte of its files, and void as soon as one of them changes.

Whether a sign-off stands is never taken from the ledger alone: it is found from the files each time that the ledger
or an index is written. Bytes that were signed off are signed off again when a build gives the very same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from babel.dates import format_date

from helpers.characters import isolated
from helpers.publish.errors import PublishError
from helpers.publish.files import claimed, hash_file
from helpers.publish.index.index_pages import write_index
from helpers.publish.ledger import (
    LEDGER,
    Entry,
    Ledger,
    SignOff,
    altered,
    check_signer,
    file_of,
    made_from,
    read_ledger,
    write_ledger,
)
from helpers.publish.report import Report

CHANGED, GONE, UNREADABLE = "the page changed since", "there is no page now", "the page cannot be read"


class NotFit(PublishError):  # noqa: N818 (it reads as a sentence: raise NotFit)
    """A page that cannot be signed off as it is: another build puts that right."""


def signer(text: str) -> str:
    """The name of who signs, white space folded; ValueError for one that no reader could tell from another.

    >>> signer(" A.  Reviewer ")
    'A. Reviewer'
    """
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    check_signer(name)
    return name


def sign(out: Path, report: Report, by: str, day: date, inputs: Mapping[str, str]) -> SignOff:
    """Sign a page off as it stands, record that, and write the index anew; returns what is recorded.

    ``by`` is a name from ``signer``, ``inputs`` are as ``build`` reads them. Who has signed the same bytes before
    keeps that date. Raises NotFit for a page that is missing, edited or out of date, PublishError where ``out``
    cannot be written to or a build is at work in it.
    """
    if not (out / LEDGER).is_file():
        raise NotFit(f"{report.name} is not built")
    with claimed(out):
        ledger = read_ledger(out / LEDGER, _no_one)
        entry = _fit(out, ledger.entries.get(report.name), report, inputs)
        known = ledger.signed.setdefault(report.name, {})
        if by not in known or known[by].hashes != entry.hashes:
            known[by] = SignOff(report.name, by, day.isoformat(), dict(entry.hashes))
        _record(out, ledger)
        return ledger.signed[report.name][by]


def refresh(out: Path) -> list[SignOff]:
    """Look at every sign-off of a folder; where one has become void, or stands again, record it and show it.

    Returns all of them. Raises PublishError where that cannot be recorded; ``found`` only looks.
    """
    ledger = read_ledger(out / LEDGER, _no_one)
    if settled(out, ledger) != ledger.signed:
        with claimed(out):
            ledger = read_ledger(out / LEDGER, _no_one)
            _record(out, ledger)
    return found(out)


def found(out: Path) -> list[SignOff]:
    """Every sign-off of a folder with whether it stands, from the files as they are now."""
    ledger = read_ledger(out / LEDGER, _no_one)
    return [one for each in settled(out, ledger).values() for one in each.values()]


def settled(out: Path, ledger: Ledger) -> dict[str, dict[str, SignOff]]:
    """The ledger's sign-offs, each with why it is void, or with nothing where it stands."""
    return {
        name: {by: replace(one, void=_void(out, ledger.entries.get(name), one)) for by, one in signed.items()}
        for name, signed in ledger.signed.items()
    }


def notes(ledger: Ledger) -> dict[str, str]:
    """What the index says beside each report that was ever signed off: those that stand first, then by name."""
    return {name: said(each.values()) for name, each in ledger.signed.items() if each}


def said(signed: Iterable[SignOff]) -> str:
    """ "Signed off by A. Reviewer on 3 May 2026; void: signed off by B. Reader on 1 May 2026, the page changed since"."""
    ordered = sorted(signed, key=lambda one: (bool(one.void), one.by))
    text = "; ".join(_words(one) for one in ordered)
    return text[:1].upper() + text[1:]


def _words(one: SignOff) -> str:
    day = format_date(date.fromisoformat(one.day), "d MMMM y", locale="en_GB")
    words = f"signed off by {isolated(one.by)} on {day}"
    return f"void: {words}, {one.void}" if one.void else words


def _record(out: Path, ledger: Ledger) -> None:
    """The ledger first, so that the index never shows a sign-off that is not recorded."""
    ledger.signed = settled(out, ledger)
    write_ledger(out / LEDGER, ledger)
    write_index(out, ledger.entries.values(), notes(ledger))


def _fit(out: Path, entry: Entry | None, report: Report, inputs: Mapping[str, str]) -> Entry:
    """The entry of a page that may be signed off: complete, as it was built, and made from what is there now."""
    if entry is None or not entry.hashes:
        raise NotFit(f"{report.name} is not built" + (f" ({entry.reason})" if entry else ""))
    wrong = altered(out, entry)
    if wrong:
        raise NotFit(f"the {' and '.join(wrong)} of {report.name} is not what was built")
    now = made_from(report, inputs)
    changed = sorted(name for name in now if now[name] != entry.made_from.get(name))
    if changed:
        raise NotFit(f"{report.name} may be out of date: changed since it was built: {', '.join(changed)}")
    return entry


def _void(out: Path, entry: Entry | None, one: SignOff) -> str:
    """Why a sign-off is void; nothing where every file that was signed off is there with the same bytes, and no other."""
    if entry is None or not entry.hashes:
        return GONE
    try:
        present = {ending: hash_file(file_of(out, entry, ending)) for ending in one.hashes}
    except PublishError:
        return UNREADABLE
    if not present.get("html", "-"):
        return GONE
    return "" if present == one.hashes and entry.hashes.keys() == one.hashes.keys() else CHANGED


def _no_one(warning: str) -> None:
    """A damaged line of the ledger is told by the next build, which makes up for it."""
