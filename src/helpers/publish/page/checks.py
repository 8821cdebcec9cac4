"""What every page must be, whatever notebook it came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

from helpers.publish.errors import PublishError

_FETCHING = {
    "script", "iframe", "frame", "object", "embed", "link", "base", "form", "audio", "video", "source",
    "set", "animate", "animatemotion", "animatetransform",  # which can set an address later
}  # fmt: skip
_FETCHING_ATTRIBUTES = {
    "src", "srcset", "imagesrcset", "srcdoc", "poster", "background", "lowsrc", "dynsrc", "manifest", "action",
    "formaction", "ping", "attributionsrc", "codebase", "archive", "classid", "data",
}  # fmt: skip
# No scheme but these, and no other site without one; and no sign that would end an address or its quotation.
_LINK = re.compile(r"(?:https?://[^/]|mailto:|(?![^/?#]*:|//))[^\s\x00-\x1f\x7f\"<>\\]*", re.IGNORECASE)
_FETCHING_STYLE = re.compile(r"@import|\bsrc\(|image-set\(|url\((?!\s*['\"]?\s*(?:#|data:))", re.IGNORECASE)
_OF_FETCHING = frozenset("@(\\")  # a style without any of these fetches nothing
_STYLE_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_COVERS = re.compile(r"position\s*:\s*(?:fixed|sticky)", re.IGNORECASE)
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0*\.?0*\s*(?:;|!|$)", re.IGNORECASE
)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_SHOWN_PROBLEMS = 3
_LONGEST_BEGINNING = 40  # characters
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip
_CLOSED_BY_THEMSELVES = {
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption", "option", "optgroup",
}  # fmt: skip
# A browser shows nothing of these where they stand, or never ends them.
_NEVER = {
    "html",
    "head",
    "body",
    "frameset",
    "plaintext",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
}


def check_page(page: str) -> None:
    """Check that everyone can read a page, and that it does nothing but be read.

    It has one level-one heading and skips no level of heading; each image is described in words; links within
    the page have exactly one target; and there is no script and nothing that a browser would fetch from
    elsewhere. Raises PublishError with its first problems.
    """
    problems = find_problems(page)
    if problems:
        more = f" (and {len(problems) - _SHOWN_PROBLEMS} more)" if len(problems) > _SHOWN_PROBLEMS else ""
        raise PublishError(f"the page is not fit to publish: {'; '.join(problems[:_SHOWN_PROBLEMS])}{more}")


def find_problems(page: str) -> list[str]:
    """Return what is wrong with a page, in words; an empty list if nothing is."""
    scan = _Scan()
    scan.feed(page)
    scan.close()
    problems, ids = [*scan.problems, *_repeated_ids(scan.ids), *_skipped_levels(scan.levels)], set(scan.ids)
    if scan.levels.count(1) != 1:
        problems.append(
            f"it has {scan.levels.count(1)} level-one headings, not one: write one '# ...' line in its Markdown"
        )
    problems += [
        f"{link} leads to #{target}, which the page does not have"
        for link, target in scan.targets
        if target not in ids
    ]
    return problems


def may_lead_to(link: str) -> bool:
    """Return whether a link is one that a page may have: to https, http, mailto or within this site."""
    return bool(_LINK.fullmatch(link))


def fault_of_fragment(fragment: str) -> str:
    """Return why a piece of HTML or SVG would hide or break what follows it on a page, or nothing.

    All that it opens it must close: elements (but those that HTML lets close by themselves, such as a
    paragraph, and does not within a drawing), comments, tags and quotes. No style of it may hide or cover
    what is not its own.
    """
    scan = _Fragment()
    scan.feed(fragment)
    if scan.rawdata and not scan.problem:
        scan.problem = f"it ends within {_beginning(scan.rawdata)}"
    scan.close()
    unclosed = [tag for tag in scan.open if tag not in _CLOSED_BY_THEMSELVES]
    return scan.problem or (f"it does not close <{unclosed[-1]}>" if unclosed else "")


def _beginning(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_BEGINNING else f"{text[:_LONGEST_BEGINNING]}…")


class _Fragment(HTMLParser):
    """A parser that keeps which elements of a piece are open, and the first problem."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problem = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NEVER:
            self._note(f"it contains <{tag}>")
        if any(name == "style" and _COVERS.search(value or "") for name, value in attrs):
            self._note("its style would cover the rest of the page")
        if tag not in _VOID or self._is_foreign():
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._is_foreign():  # elsewhere a browser leaves it open
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in _CLOSED_BY_THEMSELVES:
            if self._is_foreign():  # there nothing does: it would take the rest of the page into the drawing
                break
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in {"p", "br"}:  # of which a browser makes an empty one
            self._note(f"it closes <{tag}>, which is not what it opened last")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["style"]:
            if self._is_foreign() and "<" in data:  # where a browser reads a style sheet as markup
                self._note("it has markup within the style of a drawing")
            if _COVERS.search(data) or any(_hides_others(*rule.groups()) for rule in _RULE.finditer(data)):
                self._note("its style would hide or cover the rest of the page")

    def handle_comment(self, data: str) -> None:
        if data.startswith((">", "->")) or "--!>" in data:  # where a browser already ends it
            self._note("it has a comment that ends otherwise than it seems to")

    def handle_decl(self, decl: str) -> None:
        self._note(f"it contains <!{_beginning(decl)[1:-1]}>")

    def unknown_decl(self, data: str) -> None:
        self._note(f"it contains <![{_beginning(data)[1:-1]}")

    def handle_pi(self, data: str) -> None:
        self._note(f"it contains <?{_beginning(data)[1:-1]}>")

    def _is_foreign(self) -> bool:
        return not {"svg", "math"}.isdisjoint(self.open)

    def _note(self, problem: str) -> None:
        self.problem = self.problem or problem


def _repeated_ids(ids: Iterable[str]) -> list[str]:
    return [f"the id {name!r} occurs {times} times" for name, times in Counter(ids).items() if times > 1]


def _skipped_levels(levels: Sequence[int]) -> list[str]:
    """Describe each heading whose level is more than one below that of the heading before it."""
    return [
        f"a heading of level {level} follows one of level {before}: no level may be left out"
        for before, level in pairwise(levels)
        if level > before + 1
    ]


class _Scan(HTMLParser):
    """A parser that collects from one page what ``find_problems`` judges."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.targets: list[tuple[str, str]] = []  # (what points, to which id)
        self.levels: list[int] = []  # of the headings
        self._svg_depth = 0
        self._in_image = False
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        self.ids += [values["id"]] if "id" in values else []
        self.levels += [int(tag[1])] if tag in _HEADINGS else []
        self._check_description(tag, values)
        self._check_fetching(tag, values)
        self._check_links(tag, values)
        self._svg_depth += tag == "svg"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
        self._svg_depth -= tag == "svg"

    def handle_data(self, data: str) -> None:
        if self._in_style and _fetches(data):
            self.problems.append("a style sheet fetches something from elsewhere")

    def _check_description(self, tag: str, values: dict[str, str]) -> None:
        if tag == "img" and not values.get("alt", "").strip():
            self.problems.append("an img has no alt text")
        if tag == "svg" and not self._svg_depth:
            self._in_image = values.get("role") == "img"
            if values.get("aria-hidden") != "true" and not _is_described(values):
                self.problems.append('an svg has no role="img" or "group" with aria-label or aria-labelledby')
        if tag == "a" and self._svg_depth and self._in_image:
            # To a screen reader an image is one thing, and nothing in it can be reached.
            self.problems.append('an svg with links in it has role="img": give it role="group"')

    def _check_fetching(self, tag: str, values: dict[str, str]) -> None:
        if tag in _FETCHING or values.get("http-equiv", "").lower() == "refresh":
            self.problems.append(f"it contains <{tag}>")
        for name, value in values.items():
            if name.startswith("on"):
                self.problems.append(f"<{tag}> has a script in its attribute {name}")
            if name in _FETCHING_ATTRIBUTES and not value.startswith("data:image/"):
                self.problems.append(f"<{tag}> fetches {value!r}: embed it in the page")
            if _fetches(value) and name not in {"alt", "aria-label", "title"}:
                self.problems.append(f"<{tag}> fetches something from elsewhere in its attribute {name}")

    def _check_links(self, tag: str, values: dict[str, str]) -> None:
        for name in ("href", "xlink:href"):
            if name in values:
                self._check_link(tag, values[name].strip())
        labels = values.get("aria-labelledby", "").split()
        self.targets += [(f"the label of <{tag}>", label) for label in labels]

    def _check_link(self, tag: str, link: str) -> None:
        if link.startswith("#"):
            self.targets.append((f"<{tag}>", unquote(link[1:])))
        elif tag != "a" and not link.startswith(
            "data:image/"
        ):  # an image or shape that an SVG takes from a file
            self.problems.append(f"<{tag}> fetches {link!r}: embed it in the page")
        elif tag == "a" and not may_lead_to(link):
            self.problems.append(f"a link leads to {link!r}: use https, http, mailto or a path of this site")


def _fetches(style: str) -> bool:
    """Return whether a style would fetch something, once what it writes as codes is undone."""
    if _OF_FETCHING.isdisjoint(style):  # which most values of a page are
        return False
    plain = _STYLE_ESCAPE.sub(lambda sign: chr(int(sign[1], 16) % 0x110000) if sign[1] else sign[2], style)
    return bool(_FETCHING_STYLE.search(plain))


def _hides_others(selectors: str, declarations: str) -> bool:
    """Return whether a rule of a style hides what no id keeps to a piece's own elements."""
    return any("#" not in selector for selector in selectors.split(",")) and bool(_HIDES.search(declarations))


def _is_described(values: dict[str, str]) -> bool:
    label = values.get("aria-label", "").strip() or values.get("aria-labelledby", "").strip()
    return values.get("role") in {"img", "group"} and bool(label)
