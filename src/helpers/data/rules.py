"""Rules between the cells of a row, or between the rows of a table.

Every rule lets a cell pass that is not a number where one is needed: its column reports that already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported late: which rules a table has is known without it
    import pandas as pd

# Each known name with its kind; a name that an area and a region share has both.
Kinds = frozenset[tuple[str, str]]
Holds = Callable[["pd.DataFrame", Kinds], "pd.Series[bool]"]

AREA_TYPES = {"mappa_area": "area", "region": "region", "nation": "nation"}


@dataclass(frozen=True)
class Rule:
    """A row that breaks the rule is reported at ``column``; ``says`` completes "it must be ...".

    ``holds`` takes the text cells of the table and the pairs of known names and their kinds; it returns one
    bool per row.
    """

    column: str
    says: str
    holds: Holds


def in_order(low: str, high: str) -> Rule:
    """Require that the first of two numbers is not above the second."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        return ~(_numbers(frame, low) > _numbers(frame, high))

    return Rule(low, f"no more than {high!r} of the same row", holds)


def of_unit(unit: str, says: str, fits: Callable[[pd.Series[float]], pd.Series[bool]]) -> Rule:
    """Restrict the values of one unit, except those of a change, which may have either sign."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        value = _numbers(frame, "value")
        return (frame["unit"] != unit) | _is_change(frame) | value.isna() | fits(value)

    return Rule("value", f"{says}, as its unit is {unit!r}", holds)


def whole_change() -> Rule:
    """Require a change of a count to have no decimals; it may have either sign."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        value = _numbers(frame, "value")
        return ~(_is_change(frame) & (frame["unit"] == "count")) | value.isna() | (value % 1 == 0)

    return Rule("value", "a whole number, as it is the change of a count", holds)


def as_its_unit_says() -> Rule:
    """Require a text value to be a number, a bound or a range, unless its unit says it is words."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        number = r"[0-9]+(?:\.[0-9]+)?"
        return frame["unit"].isin(["text", "date"]) | frame["value"].str.fullmatch(
            f"[<>]?{number}|{number}-{number}"
        )

    return Rule("value", "a number such as 12, <10 or 50-60, as its unit is not 'text' or 'date'", holds)


def share_up_to_100() -> Rule:
    """Restrict a share in per cent to 100: only a growth can be more."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        import pandas as pd

        grows = frame["measure"].str.contains("growth")
        last = pd.to_numeric(frame["value"].str.extract(r"([0-9.]+)$")[0], errors="coerce")
        return ~frame["unit"].str.startswith("percent") | grows | ~(last > 100)

    return Rule("value", "100 or less, as it is a share in per cent", holds)


def in_per_cent(word: str) -> Rule:
    """Require what is a rate, or a share, to be in per cent, and nothing else to be."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        return frame["unit"].str.startswith("percent") == frame["measure"].str.contains(rf"\b{word}\b")

    return Rule("unit", f"'percent' exactly where the measure is a {word}", holds)


def only_a_change_falls(column: str) -> Rule:
    """Forbid negative numbers except for changes."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        return _is_change(frame) | ~(_numbers(frame, column) < 0)

    return Rule(column, "0 or more, as it is not a change", holds)


def filled(column: str, other: str, words: set[str], says: str) -> Rule:
    """Require the cell to be filled exactly where ``other`` is one of ``words``."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        return (frame[column] != "") == frame[other].isin(words)

    return Rule(column, says, holds)


def empty_unless(column: str, other: str, word: str) -> Rule:
    """Require the cell to be empty unless ``other`` is ``word``."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        return (frame[column] == "") | (frame[other] == word)

    return Rule(column, f"empty, as {other!r} is not {word!r}", holds)


def empty_where(column: str, other: str, word: str) -> Rule:
    """Require the cell to be empty where ``other`` is ``word``."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        return (frame[column] == "") | (frame[other] != word)

    return Rule(column, f"empty, as {other!r} is {word!r}", holds)


def distinct(column: str, other: str, says: str) -> Rule:
    """Forbid two rows with the same pair of cells."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        return ~frame.duplicated([column, other])

    return Rule(column, says, holds)


def type_of_area() -> Rule:
    """Require a figure's type of area to be the kind of its name: area, region or nation."""

    def holds(frame: pd.DataFrame, kinds: Kinds) -> pd.Series[bool]:
        import pandas as pd

        unknown = ~frame["area"].isin([name for name, _ in kinds])
        stated = zip(frame["area"], frame["area_type"].map(AREA_TYPES), strict=True)
        return unknown | pd.Series([pair in kinds for pair in stated], index=frame.index, dtype=bool)

    return Rule("area_type", "the type that fits the kind of this name in reference/names.csv", holds)


def canonical_stands() -> Rule:
    """Require each canonical name to have a row of its own, and to be of the same kind."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        own = frame[frame["name"] == frame["canonical"]]
        kind = frame["canonical"].map(dict(zip(own["name"], own["kind"], strict=True)))
        return kind == frame["kind"]

    return Rule("canonical", "a name that is listed as its own canonical name, with the same kind", holds)


def one_canonical() -> Rule:
    """Require spellings that differ only in capitals to have the same canonical name."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        spelling = frame["name"].str.strip().str.casefold()
        return frame.groupby(spelling)["canonical"].transform("nunique") == 1

    return Rule("canonical", "the same for all spellings that differ only in capitals", holds)


def _numbers(frame: pd.DataFrame, column: str) -> pd.Series[float]:
    import pandas as pd

    return pd.to_numeric(frame[column], errors="coerce")


def _is_change(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["measure"].str.contains("_change_")
