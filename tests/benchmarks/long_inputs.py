"""How each reader of text or tables grows with its input: processor seconds at 1, 4 and 16 times the size.

``.venv/bin/python tests/benchmarks/long_inputs.py`` prints a table; words after it name the readers wanted.
Each input is of other words or figures throughout, so that nothing is read once and remembered.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / folder) for folder in (".", "intake/release", "publish")]
TIMES = (1, 4, 16)

import nbformat  # noqa: E402
from speed import effort  # noqa: E402

Task = Callable[[], object]


def article(times: int, between: str = "\n\n") -> Task:
    """Articles of the corpora in an order drawn by chance, six of some 1,000 letters each at first."""
    from helpers.pages import FactCheck

    paths = sorted((ROOT / "tests" / "factcheck" / "articles").glob("*/*.md"))
    drawn = random.Random(6).sample(paths, 6 * TIMES[-1])[: 6 * times]
    texts = [path.read_text(encoding="utf-8") for path in drawn]
    content = between.join(texts).replace("\n\n", between).encode()

    def check() -> object:
        page = FactCheck("long.md", date="2024-03-01", area="Essex", content=content)
        return page.answers, page.text(), page.table(), page.not_understood()

    return check


def article_of_one_line(times: int) -> Task:
    """The same articles without a break between lines."""
    return article(times, " ")


def article_of_one_sentence(times: int) -> Task:
    """One sentence that lists figures of one area after another and ends with all of them."""
    from helpers.pages import FactCheck

    figures = ", ".join(
        f"{1000 + number:,} in Essex in {2010 + number % 14}" for number in range(100 * times)
    )
    content = f"# Register\n\nThere were {figures}.\n".encode()
    return lambda: FactCheck("long.md", date="2024-03-01", content=content).answers


def claims(times: int) -> Task:
    """The shipped table of claims, each with another id and another number."""
    from helpers.pages import FactCheck

    with (ROOT / "data" / "raw" / "published_claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for copy in range(4 * times):
        for row in rows:
            plain = row["published"].isdigit()
            number = f"{int(row['published']) + copy}" if plain else row["published"]
            writer.writerow({**row, "claim_id": f"{row['claim_id']}-{copy}", "published": number})
    content = text.getvalue().encode()

    def check() -> object:
        page = FactCheck("long.csv", content=content)
        return page.answers, page.table(), page.not_understood()

    return check


def extract(times: int) -> Task:
    """A synthetic extract of 800 cases at first, counted both ways."""
    from helpers.pack.aggregating import aggregated
    from helpers.pack.synthesis import synthetic_files

    folder = Path(tempfile.mkdtemp(prefix="long-inputs-"))
    for name, content in synthetic_files(1, 800 * times, 20).items():
        (folder / name).write_bytes(content)
    return lambda: aggregated(folder)


def _workbook(kind: str, rows: int, sheets: int) -> Task:
    from eras import made
    from sheets import Sheet

    from helpers.intake.release.container import contained
    from helpers.intake.release.understanding import understand

    book = made(2023)
    for number in range(sheets):
        other = Sheet(f"Other {number}")
        for row in range(rows):
            for column in range(10):
                other.put(row, column, f"words {row} {column}" if column % 3 else float(row * column))
        book.sheets.append(other)
    content = book.content(kind)
    return lambda: understand(contained(content, f"tables.{kind}"), 2023)


def xlsx(times: int) -> Task:
    """An .xlsx with one sheet of other things, of 500 rows at first."""
    return _workbook("xlsx", 500 * times, 1)


def ods(times: int) -> Task:
    """The same as .ods."""
    return _workbook("ods", 500 * times, 1)


def xls(times: int) -> Task:
    """The same as .xls."""
    return _workbook("xls", 500 * times, 1)


def sheets_of_xlsx(times: int) -> Task:
    """An .xlsx with four more sheets at first, of 50 rows each."""
    return _workbook("xlsx", 50, 4 * times)


def raw_table(times: int) -> Task:
    """A table of data as text, of 20,000 rows at first, to checked cells."""
    from helpers.data.cells import cells

    rows = "".join(
        f"2023-03-31,Area {number},{number},some words on it\n" for number in range(20_000 * times)
    )
    content = f"period_end,area,value,note\n{rows}".encode()
    return lambda: cells(content, "long.csv")


def _page(output: nbformat.NotebookNode) -> Task:
    from tiny_notebooks import code, report

    from helpers.publish.notebook import check_complete, coalesced, normalise, to_json
    from helpers.publish.page.render import render

    title = nbformat.v4.new_output("display_data", data={"text/markdown": "# A page"})
    cell = code("show()")
    cell["execution_count"] = 1
    essex = report(Path("a.ipynb"), "essex")

    def publish() -> object:
        cell["outputs"] = coalesced([title, *(nbformat.from_dict(one) for one in output)])
        nb = normalise(nbformat.v4.new_notebook(cells=[cell]), essex)
        check_complete(nb)
        return to_json(nb), render(nb, essex)

    return publish


def _shown(kind: str, content: str) -> list[dict[str, object]]:
    return [nbformat.v4.new_output("display_data", data={kind: content})]


def markdown(times: int) -> Task:
    """Paragraphs with links, emphasis and signs that could begin something, 1,000 at first."""
    text = "A *word*, a [link](https://example.org/a) and `code`, 5 < 6 & [not one], _one, **two.\n\n"
    return _page(_shown("text/markdown", text * 1000 * times))


def markdown_table(times: int) -> Task:
    """A table of 1,000 rows at first."""
    return _page(_shown("text/markdown", "| a | b |\n|---|--:|\n" + "| word | 12 |\n" * 1000 * times))


def html_table(times: int) -> Task:
    """A table of HTML of 1,000 rows at first."""
    rows = "".join(f"<tr><th>{number}</th><td>a &amp; b</td></tr>" for number in range(1000 * times))
    return _page(_shown("text/html", f"<table><tr><th>a</th><th>b</th></tr>{rows}</table>"))


def printed(times: int) -> Task:
    """10,000 printed lines at first, each of which arrives by itself."""
    return _page([nbformat.v4.new_output("stream", text=f"line {n}\n") for n in range(10_000 * times)])


def overwritten(times: int) -> Task:
    """A line that is written over 10,000 times at first, as progress is shown."""
    return _page([nbformat.v4.new_output("stream", text="\r5%" * 10_000 * times)])


def opened_markdown(sign: str, number: int) -> Callable[[int], Task]:
    """Signs that open something and never close it."""
    return lambda times: _page(_shown("text/markdown", f"{sign * number * times}\n"))


def page_against_facts(times: int) -> Task:
    """A page of prose, 500 figures at first, held against as many facts."""
    from helpers.publish.page.figures import find_wrong_figures

    facts = [
        {
            "id": f"a.{n}",
            "area": f"Area {n % 40}",
            "value": n + 5,
            "kind": "change",
            "unit": "people",
            "period": "2023",
        }
        for n in range(500 * times)
    ]
    said = "".join(
        f'<p>It rose by <a href="#fact-a-{n}">{n + 5:,}</a> in all.</p>\n' for n in range(500 * times)
    )
    return lambda: find_wrong_figures(f"<h1>A page</h1>{said}", {"facts": facts})


READERS: dict[str, Callable[[int], Task]] = {
    "an article": article,
    "an article of one line": article_of_one_line,
    "an article of one sentence": article_of_one_sentence,
    "a table of claims": claims,
    "a table of data": raw_table,
    "an extract": extract,
    "a workbook, .xlsx": xlsx,
    "a workbook, .ods": ods,
    "a workbook, .xls": xls,
    "a workbook of many sheets": sheets_of_xlsx,
    "a cell's Markdown": markdown,
    "a cell's table in Markdown": markdown_table,
    "a cell's table in HTML": html_table,
    "what a cell prints": printed,
    "what a cell writes over": overwritten,
    "brackets that never close": opened_markdown("[", 1000),
    "stars that never close": opened_markdown("*a ", 1000),
    "quotations within another": opened_markdown("> ", 1000),
    "a page against its facts": page_against_facts,
}  # fmt: skip


def main() -> int:
    """Print how many processor seconds each reader takes; return 0."""
    wanted = sys.argv[1:]
    print("| reader | 1 | 4 times | 16 times | 16 to 4 |")
    print("|---|---:|---:|---:|---:|")
    for name, make in READERS.items():
        if wanted and not any(word in name for word in wanted):
            continue
        effort(make(1))  # with what is imported by then, the next is timed
        taken = [effort(make(times)) for times in TIMES]
        growth = taken[2] / taken[1]
        print(f"| {name} | {' | '.join(f'{one:.2f}' for one in taken)} | {growth:.1f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
