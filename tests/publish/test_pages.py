from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from pathlib import Path

import nbformat
import pytest
from tiny_notebooks import code, report

from helpers.present.svg import compact, image, image_file
from helpers.publish.errors import PublishError
from helpers.publish.notebook import SUMMARY
from helpers.publish.page.backlinks import join_notes
from helpers.publish.page.checks import fault_of_fragment, find_problems
from helpers.publish.page.render import first_heading, render, render_markdown, wrap_tables

ESSEX = report(Path("a.ipynb"), "essex")
SVG = '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg viewBox="0 0 1 1" role="img" aria-label="A line"><path d="M0 0"/></svg>'


def shown(**kinds: str) -> nbformat.NotebookNode:
    """A code cell that displayed one output of these kinds."""
    names = {
        "html": "text/html",
        "markdown": "text/markdown",
        "svg": "image/svg+xml",
        "png": "image/png",
        "plain": "text/plain",
    }
    cell = code("secret_code()")
    cell.outputs = [
        nbformat.v4.new_output("display_data", {names[kind]: data for kind, data in kinds.items()})
    ]
    return cell


def page(*cells: nbformat.NotebookNode, heading: str = "# Essex") -> str:
    return render(nbformat.v4.new_notebook(cells=[shown(markdown=heading), *cells]), ESSEX)


def test_a_page_has_its_landmarks_and_title() -> None:
    text = page(heading="# Kent & *Sussex*: <b>")
    assert text.startswith('<!doctype html>\n<html lang="en-GB">')
    assert "<title>Kent &amp; Sussex: &lt;b&gt;</title>" in text
    for part in ('<a class="skip" href="#main">', "<header>", '<main id="main">', "<footer>"):
        assert text.count(part) == 1
    assert text.count("<h1") == 1


def test_a_page_holds_no_code_prompt_script_or_pilcrow() -> None:
    text = page(shown(markdown="## Part", plain="a"))
    for absent in ("secret_code", "In [", "Out[", "<script", "¶", "MathJax", 'class="output'):
        assert absent not in text


def test_a_page_depends_on_nothing_but_the_notebook() -> None:
    assert page(shown(html="<p>1</p>")) == page(shown(html="<p>1</p>"))


def test_html_of_our_own_passes_through_and_is_preferred() -> None:
    fragment = '<p id="fact">A &amp; <em>B</em></p>'
    assert fragment in page(shown(html=fragment, plain="<object>"))


def test_a_chart_is_an_element_of_the_page_called_by_its_text_and_its_figures_lead_to_their_notes() -> None:
    drawing = compact(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
        '<a xlink:href="#fact-a"><text x="1" y="2">1</text></a><text x="3" y="4">2 &amp; 3</text></svg>',
        {"#fact-a": "Kent's"},
    )
    alt = r'A "chart" \1 <b>'
    text = page(shown(html=image(drawing, alt) + '<p id="fact-a"></p>'))
    assert (
        f'<svg class="chart" role="group" aria-label="{escape(alt)}" viewBox="0 0 9 9" width="9" font-size="12">'
        '<a href="#fact-a" aria-label="Kent&#x27;s: 1"><text x="1" y="2">1</text></a>'
        '<text x="3" y="4">2 &amp; 3</text></svg>'
    ) in text


def test_any_other_image_stays_as_it_is() -> None:
    own = image_file('<?xml version="1.0"?><svg xmlns:xlink="a" xmlns="b"></svg>', "A plot of one's own")
    assert own in page(shown(html=own))


def test_an_svg_file_is_put_into_the_page_as_an_element() -> None:
    text = page(shown(svg=SVG))
    assert (
        '<figure id="chart-1"><svg viewBox="0 0 1 1" role="img" aria-label="A line"><path d="M0 0"/></svg>'
        in text
    )


def test_text_outputs_are_shown_as_text() -> None:
    assert "<pre>&lt;b&gt; 1</pre>" in page(shown(plain="<b> \x1b[31m1\x1b[0m"))


def test_a_png_needs_a_description() -> None:
    cell = shown(png="aGk=")
    with pytest.raises(PublishError, match="an img has no alt text"):
        page(cell)
    cell.outputs[0].metadata["image/png"] = {"alt": 'A "line"'}
    assert 'src="data:image/png;base64,aGk=" alt="A &#34;line&#34;"' in page(cell)


def test_markdown_cells_are_escaped_like_outputs() -> None:
    assert "<p>See &lt;i&gt;this&lt;/i&gt;</p>" in page(nbformat.v4.new_markdown_cell("See <i>this</i>"))


def test_raw_cells_are_left_out() -> None:
    assert "passed" not in page(nbformat.v4.new_raw_cell("<p>passed</p>"))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[987](#fact-count)", '<p><a href="#fact-count">987</a></p>'),
        ("[law](https://www.gov.uk/a?b=1&c)", '<p><a href="https://www.gov.uk/a?b=1&amp;c">law</a></p>'),
        ("https://www.gov.uk/a", '<p><a href="https://www.gov.uk/a">https://www.gov.uk/a</a></p>'),
        ("[x](javascript:alert(1))", "<p>x</p>"),
        ("[x](JaVaScRiPt&colon;alert(1))", "<p>x</p>"),
        ("[x](java&#115;cript:alert(1))", "<p>x</p>"),
        ("[x](data:text/html,y)", "<p>x</p>"),
        ("[x](//example.org/a)", "<p>x</p>"),
        ("[x](ftp://example.org/a)", "<p>x</p>"),
        ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>"),
        ("![see](https://example.org/a.png)", "<p>see</p>"),
        ("a <b onclick='x'>c</b>", "<p>a &lt;b onclick='x'&gt;c&lt;/b&gt;</p>"),
        ("<script>a</script>", "<p>&lt;script&gt;a&lt;/script&gt;</p>"),
        ("cost $5 and $6", "<p>cost $5 and $6</p>"),
        ("a&#46; b&#58; [c&#46;](#d) &amp; e", '<p>a. b: <a href="#d">c.</a> &amp; e</p>'),
        ("&#60;b&#62; &lt;i&gt; &#38;lt; &#42;c&#42;", "<p>&lt;b&gt; &lt;i&gt; &amp;lt; *c*</p>"),
        ("7&#46;1&#37; &#60;b&#62;", "<p>7.1% &lt;b&gt;</p>"),
    ],
)
def test_markdown_is_rendered_without_trust(source: str, html: str) -> None:
    assert render_markdown(source).strip() == html


def test_markdown_tables_have_scopes_and_align_numbers() -> None:
    table = render_markdown("| Year | Number |\n|:--|--:|\n| 2020 | 1,596 |")
    assert '<th scope="col">Year</th>' in table
    assert '<th scope="col" class="number">Number</th>' in table
    assert '<td class="number">1,596</td>' in table


def test_each_table_scrolls_by_itself_under_its_caption() -> None:
    fragment = "<p>a</p><table><caption>Counts &amp; <b>rates</b></caption></table><table></table>"
    assert wrap_tables(fragment) == (
        '<p>a</p><div class="table" role="group" aria-labelledby="t1" tabindex="0">'
        '<table><caption id="t1">Counts &amp; <b>rates</b></caption></table></div>'
        '<div class="table" role="group" aria-label="Table" tabindex="0"><table></table></div>'
    )


def test_a_page_names_whom_its_data_come_from_and_leads_to_the_files_of_its_figures() -> None:
    cell = shown(html="<p>1</p>")
    cell.outputs[0].data[SUMMARY] = '{"title": "A page"}\n{"id": "a"}'
    text = page(cell)
    foot = text[text.index("<footer>") :]
    assert "Adapted from data from the Office for National Statistics licensed under" in foot
    assert '<a href="essex.csv">CSV</a>, <a href="essex.xlsx">Excel</a>' in foot
    assert ".csv" not in page()


def test_captions_are_numbered_through_the_page() -> None:
    table = "<table><caption>A</caption></table>"
    text = page(shown(html=table), shown(html=table))
    assert (
        re.findall(r'aria-labelledby="(t\d)"', text)
        == re.findall(r'<caption id="(t\d)"', text)
        == ["t1", "t2"]
    )


def test_a_table_that_is_boxed_already_gets_no_second_box() -> None:
    assert wrap_tables('<div class="table"> <table></table></div><p>a</p>') == wrap_tables(
        "<table></table><p>a</p>"
    )


def test_the_first_heading_is_read_as_text() -> None:
    assert (
        first_heading("<h2>a</h2><h1 id='x'>Kent &amp;\n<a href='#'>Sussex</a></h1><h1>b</h1>")
        == "Kent & Sussex"
    )
    assert first_heading("<h2>a</h2>") == ""


@pytest.mark.parametrize(
    "fragment",
    [
        '<img src="data:image/png;base64,aGk=" alt="A line">',
        '<svg role="img" aria-labelledby="t"><title id="t">A</title><g clip-path="url(#t)"/><svg/></svg>',
        '<svg aria-hidden="true"><use href="#t"/></svg><p id="t"></p>',
        '<a href="#caf%C3%A9">a</a><p id="café"></p><a href="../2022/essex.html#count">b</a>',
        '<svg aria-hidden="true"><image xlink:href="data:image/png;base64,aGk="/></svg>',
        '<a href="mailto:a@example.org">a</a><p style="color: red">b</p>',
        '<svg role="group" aria-label="A line"><a href="#t"><text>1</text></a></svg><p id="t"></p>',
        "<h2>a</h2><h3>b</h3><h2>c</h2>",
    ],
)
def test_a_harmless_page_has_no_problems(fragment: str) -> None:
    assert find_problems(f"<h1>T</h1>{fragment}") == []


BAD_ADDRESSES = [
    *(
        " JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "vbscript:a",
        "data:text/html,a",
        "file:///etc/passwd",
    ),
    *("ftp://example.org/a", "about:blank", "//example.org/a", "https:example.org", "https:///a", "x:/a"),
    *("https://example.org/&quot;a", "https://example.org/ a", "/\\example.org", "https://example.org/<b>"),
]
FETCHING = ["src", "srcset", "imagesrcset", "poster", "background", "ping", "formaction", "srcdoc", "lowsrc"]


@pytest.mark.parametrize(
    ("fragment", "problem"),
    [
        ("<h1>b</h1>", "2 level-one headings"),
        ('<img src="data:image/png;base64,aGk=" alt=" ">', "no alt text"),
        ('<img src="https://example.org/a.png" alt="A">', "fetches 'https://example.org/a.png'"),
        ("<svg></svg>", 'no role="img"'),
        ('<svg role="img"></svg>', 'no role="img"'),
        ('<svg role="img" aria-labelledby="t"></svg>', "leads to #t, which the page does not have"),
        ('<svg aria-hidden="true"><use xlink:href="b.svg#a"/></svg>', "<use> fetches 'b.svg#a'"),
        ('<a href="#fact">1</a>', "leads to #fact, which the page does not have"),
        *((f'<a href="{address}">1</a>', "a link leads to") for address in BAD_ADDRESSES),
        *((f'<p {name}="https://example.org/a">', "<p> fetches") for name in FETCHING),
        ('<svg aria-hidden="true"><a><set attributeName="href" to="a"/></a></svg>', "contains <set>"),
        ('<svg role="img" aria-label="A"><a href="#t"><text>1</text></a></svg><p id="t">', 'has role="img"'),
        ("<h3>a</h3>", "a heading of level 3 follows one of level 1"),
        ('<p id="a"></p><p id="a"></p>', "the id 'a' occurs 2 times"),
        ("<script>a</script>", "contains <script>"),
        ('<p onclick="a">', "script in its attribute onclick"),
        ('<link rel="stylesheet" href="a.css">', "contains <link>"),
        ('<meta http-equiv="Refresh" content="0">', "contains <meta>"),
        ("<style>@import 'a.css';</style>", "a style sheet fetches"),
        ("<style>p { background: url( 'a.png') }</style>", "a style sheet fetches"),
        ("<style>p { background: u\\72l(a.png) }</style>", "a style sheet fetches"),
        ("<style>@\\69mport 'a.css';</style>", "a style sheet fetches"),
        ("<p style=\"background: image-set('a.png' 1x)\">", "fetches something from elsewhere"),
        ('<p style="background: url(//a/b.png)">', "fetches something from elsewhere in its attribute style"),
    ],
)
def test_a_problem_is_found_and_named(fragment: str, problem: str) -> None:
    problems = find_problems(f"<h1>T</h1>{fragment}")
    assert any(problem in found for found in problems), problems


def test_a_page_without_heading_is_refused() -> None:
    with pytest.raises(PublishError, match="0 level-one headings"):
        page(heading="Words")


def test_a_page_of_several_sections_lists_them_after_what_it_says_first() -> None:
    parts = "# Essex\n\nFirst.\n\n## What & why?\n\n## Where?\n\n## Where?\n"
    text = page(heading=parts)
    nav = text[text.index("<nav") : text.index("</nav>")]
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', nav) == [
        ("what-why", "What &amp; why?"),
        ("where", "Where?"),
        ("where-2", "Where?"),
    ]
    assert text.index("First.") < text.index("<nav") < text.index('<h2 id="what-why">')


def test_a_section_keeps_the_id_that_it_has_and_two_sections_need_no_list() -> None:
    text = page(shown(html='<h2 id="notes">A</h2><h2>Notes</h2>'))
    assert '<h2 id="notes"><a class="self" href="#notes">A</a></h2><h2 id="notes-2">' in text
    assert "<nav" not in text


def test_a_section_takes_no_id_of_the_frame() -> None:
    text = page(shown(html="<h2>Main</h2><h2>Contents</h2><h2>One page</h2>"))
    assert [name for name in ("main-2", "contents-2", "one-page-2") if f'<h2 id="{name}">' not in text] == []
    assert text.count('id="one-page"') == 1


LINKED = '<h2>Who <a href="https://example.org">says</a> so?</h2>'


def test_a_section_s_heading_and_a_chart_lead_to_their_own_address() -> None:
    text = page(shown(html=f"<h2>How many?</h2>{LINKED}<figure><p>1</p></figure><figure><p>2</p></figure>"))
    assert '<h2 id="how-many"><a class="self" href="#how-many">How many?</a></h2>' in text
    assert f'<h2 id="who-says-so">{LINKED.removeprefix("<h2>")}' in text
    assert '<figure id="chart-2"><p>2</p><p class="address"><a href="#chart-2">' in text


def test_a_page_of_several_sections_has_its_opening_first_section_and_first_chart_marked() -> None:
    parts = "<h2>A</h2><p>a</p><h2>B</h2><p>b</p><figure>1</figure><h2>C</h2><figure>2</figure>"
    text = page(shown(html=f"<p>Lead.</p>{parts}"))
    assert re.findall(r'<div class="(opening|part[^"]*)">', text) == [
        "opening",
        "part first",
        "part pictured",
        "part",
    ]
    assert re.search(
        r'<div class="opening">\s*<h1>.*<p>Lead.</p>\s*</div>\s*<p class="ways">', text, re.DOTALL
    )


def test_a_preview_of_a_page_has_its_title_and_its_first_whole_sentences_and_no_markup() -> None:
    lead = "Kent had 1 &amp; <b>2</b>. " + "It is so. " * 40
    text = page(shown(html=f"<p>{lead}</p><p>More.</p>"))
    (said,) = re.findall(r'<meta name="description" property="og:description" content="([^"]+)">', text)
    assert said.startswith("Kent had 1 &amp; 2. It is so.")
    assert said.endswith("so.")
    assert 250 < len(said) <= 305
    assert '<meta property="og:title" content="' in text


def test_a_page_leads_to_the_years_that_have_one_and_says_how_it_is_cited() -> None:
    nb = nbformat.v4.new_notebook(cells=[shown(markdown="# Kent")])
    text = render(nb, replace(ESSEX, folder="2021", years=("2019", "2020", "2021")))
    years = re.search(r'<nav class="years".*?</nav>', text, re.DOTALL)
    assert years
    assert re.findall(r'href="([^"]+)"', years[0]) == ["../2019/essex.html", "../2020/essex.html"]
    assert '<span aria-current="page">2021</span>' in years[0]
    assert "Page 2021/essex.</span>" in text
    assert 'class="years"' not in render(nb, replace(ESSEX, years=("2021",)))


def test_a_table_of_several_columns_says_that_it_scrolls() -> None:
    row = "<tr><th>a</th><th>b</th><td>c</td></tr>"
    wide = f"<table><caption>T</caption>{row}</table>"
    assert wrap_tables(wide).startswith('<div class="table wide" ')
    assert wrap_tables(wide.replace("<td>c</td>", "")).startswith('<div class="table" ')


NOTED = (
    '<p><a href="#fact-a">1</a>, <a href="#fact-a">one</a>, <a href="#fact-b">2</a></p><ol>'
    '<li id="fact-a">One.</li><li id="fact-b">Two, from <a href="#fact-c">3</a>.</li><li id="fact-c">Three.</li></ol>'
)


def test_a_figure_has_its_notes_number_and_the_note_leads_back_to_each_use() -> None:
    text = page(shown(html=NOTED))
    assert '<a id="u1" data-n="1" href="#fact-a">1</a>, <a id="u2" data-n="1" href="#fact-a">one</a>' in text
    assert '<a id="u3" data-n="2" href="#fact-b">2</a>' in text
    assert 'One. <small>Back to its uses: <a href="#u1">a</a>, <a href="#u2">b</a></small></li>' in text
    assert '<a data-n="3" href="#fact-c">3</a>. <small><a href="#u3">Back</a></small></li>' in text


@pytest.mark.parametrize(
    ("uses", "letters"), [(2, ["a", "b"]), (28, ["z", "aa", "ab"]), (30, ["ac", "ad"]), (31, [])]
)
def test_the_letters_of_many_uses_go_on_after_z(uses: int, letters: list[str]) -> None:
    text = join_notes('<a href="#fact-a">1</a>' * uses + '<li id="fact-a">One.</li>')
    assert re.findall(r'href="#u\d+">([a-z]+)</a>', text)[-len(letters) :] == letters


def test_the_policy_of_a_page_lets_nothing_be_fetched_or_run() -> None:
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page())
    assert policy == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]


def test_a_quotation_mark_in_the_text_of_a_chart_ends_no_attribute() -> None:
    drawn = page(shown(html=image('<svg viewBox="0 0 1 1"></svg>', 'A "b" onload=1')))
    assert '<svg class="chart" role="group" aria-label="A &quot;b&quot; onload=1" viewBox' in drawn


def test_what_only_another_note_refers_to_leads_back_to_that_note() -> None:
    assert 'Three. <small><a href="#fact-b">Back</a></small></li>' in page(shown(html=NOTED))


def test_a_script_in_html_of_our_own_is_refused() -> None:
    with pytest.raises(PublishError, match="contains <script>"):
        page(shown(html="<script>a</script>"))


@pytest.mark.parametrize(
    ("fragment", "fault"),
    [
        ("<p>a<!-- b", "it ends within '<!-- b'"),
        ("<p>a<div title='b>c</div>", "it ends within"),
        ("<p>a<b", "it ends within '<b'"),
        ("<title>a", "it does not close <title>"),
        ("<p><textarea>a</p>", "it does not close <textarea>"),
        ("<style>p {", "it "),
        ("<script>1", "it "),
        ("<div><select><option>a</div>", "it closes <div>"),
        ("<div/>a", "it does not close <div>"),
        ("<table><tr><td>a", "it does not close <table>"),
        ("<svg><g></svg>", "it closes <svg>"),
        ("a</main>b", "it closes <main>"),
        ("a</body>", "it closes <body>"),
        ("<plaintext>a", "it contains <plaintext>"),
        ("<noscript>a</noscript>", "it contains <noscript>"),
        ("<template>a</template>", "it contains <template>"),
        ("a<!DOCTYPE html>", "it contains <!DOCTYPE html>"),
        ("a<?php b ?>", "it contains <?"),
        ("<!--> <b>a</b> <!-- -->", "it has a comment that ends otherwise than it seems to"),
        ("<!-- a --!> <b>b</b> -->", "it has a comment that ends otherwise than it seems to"),
        ("<svg><foreignObject><p>a</foreignObject></svg>", "it closes <foreignobject>"),
        ("<math><mtext><li>a</mtext></math>", "it closes <mtext>"),
        ("<svg><style><!-- </style></svg>", "it has markup within the style of a drawing"),
        ("<svg><style><a title='</style></svg>", "it has markup within the style of a drawing"),
        ("<style>footer { display: none }</style>", "its style would hide or cover"),
        ("<style>#a, * { visibility:hidden }</style>", "its style would hide or cover"),
        ("<style>#a { position: fixed }</style>", "its style would hide or cover"),
        ("<div style='POSITION :fixed; inset: 0'>a</div>", "its style would cover"),
    ],
)
def test_a_piece_that_would_swallow_the_rest_of_the_page_is_refused(fragment: str, fault: str) -> None:
    assert fault_of_fragment(fragment).startswith(fault)


@pytest.mark.parametrize(
    "fragment",
    [
        "a & b < c",
        "<p>a<p>b",
        "<ul><li>a<li>b</ul>",
        "<table><thead><tr><th>a<tbody><tr><td>b<td>c</table>",
        "<dl><dt>a<dd>b</dl>",
        "a<br>b<br/>c<hr><img alt='d' src='data:image/png;base64,'>",
        "<!-- a --><svg role='img'><title>b</title><path d='M0 0'/><g><use href='#c'/></g></svg>",
        "<style>p > b { color: red }</style>",
        "<style>#a td, #a th { display: none }</style>",
        "<svg><style>*{stroke-linejoin: round; stroke-linecap: butt; opacity: 0.5}</style></svg>",
        "<svg><foreignObject><p>a</p></foreignObject></svg>",
        "<math><mi>x</mi><mspace/></math>",
        "<details><summary>a</summary>b</details>",
    ],
)
def test_a_piece_that_closes_what_it_opens_is_shown(fragment: str) -> None:
    assert fault_of_fragment(fragment) == ""
