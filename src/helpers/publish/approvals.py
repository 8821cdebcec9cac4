"""Sign-offs: who has read a page and approved it, bound to every byte of its files and void once one changes.

Whether a sign-off stands is never taken from the ledger alone: it is worked out from the files each time the
ledger or an index is written. If a later build gives the very bytes that were signed off, the sign-off stands
again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from helpers.publish.errors import PublishError
from helpers.publish.files import LEDGER, check_plain, claimed, hash_file, read_plain
from helpers.publish.index.index_pages import write_index
from helpers.publish.ledger import (
    Entry,
    Ledger,
    SignOff,
    altered,
    changed_origins,
    check_signer,
    file_of,
    made_from,
    read_ledger,
    recorded_years,
    write_ledger,
)
from helpers.publish.report import Report
from helpers.publish.workers.task import Output
from helpers.text.characters import isolated

CHANGED, GONE, UNREADABLE = "the page changed since", "there is no page now", "the page cannot be read"
FUTURE = "its date has not come yet"
_APOSTROPHES = str.maketrans("\u2019\u02bc", "''")


class NotFit(PublishError):  # noqa: N818 (it reads as a sentence: raise NotFit)
    """A page that cannot be signed off as it is: another build puts that right."""


def signer(text: str) -> str:
    """Return a signer's name with white space folded; raise ValueError as ``check_signer`` does.

    >>> signer(" A.  Reviewer ")
    'A. Reviewer'
    """
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    check_signer(name)
    return name


def sign(
    out: Path,
    report: Report,
    by: str,
    day: date,
    inputs: Mapping[str, str],
    warn: Callable[[str], None],
    check: Callable[[Report, Output], None] | None = None,
) -> SignOff:
    """Sign a page off as it stands, record that, and rewrite the index; return what is recorded.

    ``by`` is a name from ``signer``; ``inputs`` are as ``build`` reads them. A signer who signed the same
    bytes before keeps that date, and the spelling of the name. ``warn`` is told of lines of the ledger that
    cannot be read. ``check`` raises PublishError for files that no build made: whoever edits a page can edit
    the ledger too. Raises NotFit for a page that is missing, edited or out of date, PublishError if ``out``
    cannot be written to or another build is writing to it.
    """
    check_plain(out / LEDGER)
    if not (out / LEDGER).exists():
        raise NotFit(f"{report.name} is not built")
    with claimed(out):
        ledger = read_ledger(out / LEDGER, warn)
        entry = _signable_entry(out, ledger.entries.get(report.name), report, inputs, check)
        signed = ledger.signed.setdefault(report.name, {})
        by = next((name for name in signed if _same_person(name, by)), by)
        if by not in signed or signed[by].hashes != entry.hashes:
            signed[by] = SignOff(report.name, by, day.isoformat(), dict(entry.hashes))
        _record(out, ledger)
        return ledger.signed[report.name][by]


def refresh(out: Path, warn: Callable[[str], None]) -> list[SignOff]:
    """Check every sign-off of a folder; record each that has become void or stands again, in the index too.

    Returns all of them; ``warn`` is told of lines of the ledger that cannot be read. Raises PublishError if a
    change cannot be recorded; ``sign_offs`` records nothing.
    """
    ledger = read_ledger(out / LEDGER, _ignore)
    if checked(out, ledger) != ledger.signed:
        with claimed(out):
            ledger = read_ledger(out / LEDGER, warn)
            _record(out, ledger)
        warn = _ignore  # it was told
    return sign_offs(out, warn)


def sign_offs(out: Path, warn: Callable[[str], None]) -> list[SignOff]:
    """Return every sign-off of a folder, with whether it stands, judged from the files as they are now."""
    ledger = read_ledger(out / LEDGER, warn)
    return [sign_off for signed in checked(out, ledger).values() for sign_off in signed.values()]


def checked(out: Path, ledger: Ledger) -> dict[str, dict[str, SignOff]]:
    """Return the ledger's sign-offs, each with why it is void, or with nothing if it stands."""
    return {
        name: {
            by: replace(sign_off, void=_reason_void(out, ledger.entries.get(name), sign_off))
            for by, sign_off in signed.items()
        }
        for name, signed in ledger.signed.items()
    }


def notes(ledger: Ledger) -> dict[str, str]:
    """Return what the index says beside each report that was ever signed off."""
    return {name: describe(signed.values()) for name, signed in ledger.signed.items() if signed}


def describe(signed: Iterable[SignOff]) -> str:
    """Describe the sign-offs of one page in a sentence: those that stand first, then by name.

    "Signed off by A. Reviewer on 3 May 2026; void: signed off by B. Reader on 1 May 2026, the page changed
    since"
    """
    ordered = sorted(signed, key=lambda sign_off: (bool(sign_off.void), sign_off.by))
    text = "; ".join(_words(sign_off) for sign_off in ordered)
    return text[:1].upper() + text[1:]


def _same_person(first: str, other: str) -> bool:
    """Return whether two names differ in capitals and apostrophes alone, as those of no two people do."""
    plain, again = (name.casefold().translate(_APOSTROPHES) for name in (first, other))
    return plain == again


def _words(sign_off: SignOff) -> str:
    from babel.dates import format_date  # only a page that was signed off needs it

    day = format_date(date.fromisoformat(sign_off.day), "d MMMM y", locale="en_GB")
    words = f"signed off by {isolated(sign_off.by)} on {day}"
    return f"void: {words}, {sign_off.void}" if sign_off.void else words


def _record(out: Path, ledger: Ledger) -> None:
    """Write the ledger before the index, so that the index never shows a sign-off that is not recorded."""
    ledger.signed = checked(out, ledger)
    write_ledger(out / LEDGER, ledger)
    write_index(out, ledger.entries.values(), notes(ledger))


def _signable_entry(
    out: Path,
    entry: Entry | None,
    report: Report,
    inputs: Mapping[str, str],
    check: Callable[[Report, Output], None] | None,
) -> Entry:
    """Return the entry of a page fit to sign off: complete, as built, and made from what is there now."""
    if entry is None or not entry.hashes:
        raise NotFit(f"{report.name} is not built" + (f" ({entry.reason})" if entry else ""))
    wrong = altered(out, entry)
    if wrong:
        raise NotFit(f"the {' and '.join(wrong)} of {report.name} is not what was built")
    report = replace(report, years=recorded_years(entry))  # without a new year's link it is as good as before
    changed = sorted(changed_origins(report, entry, made_from(report, inputs)))
    if changed:
        raise NotFit(f"{report.name} may be out of date: changed since it was built: {', '.join(changed)}")
    if check is not None:
        files = {ending: read_plain(file_of(out, entry, ending)) for ending in entry.hashes}
        try:
            check(report, Output(files, entry.hashes, entry.basis, reach=entry.reach))
        except PublishError as error:
            raise NotFit(f"{report.name} is not a page that a build makes: {error}") from error
    return entry


def _reason_void(out: Path, entry: Entry | None, sign_off: SignOff) -> str:
    """Return why a sign-off is void; nothing if the page has exactly the files that were signed off."""
    if date.fromisoformat(sign_off.day) > datetime.now(UTC).date():
        return FUTURE
    if entry is None or not entry.hashes:
        return GONE
    try:
        present = {ending: hash_file(file_of(out, entry, ending)) for ending in sign_off.hashes}
    except PublishError:
        return UNREADABLE
    if not present.get("html", "-"):
        return GONE
    same = present == sign_off.hashes and entry.hashes.keys() == sign_off.hashes.keys()
    return "" if same else CHANGED


def _ignore(warning: str) -> None:
    """Ignore a damaged line of the ledger, of which another reading tells."""
