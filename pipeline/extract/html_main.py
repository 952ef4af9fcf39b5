"""Which part of a web page is the document, and which is the site around it."""

from __future__ import annotations

from functools import cache

import regex
from lxml.etree import _Element as Element
from lxml.etree import iterwalk

from pipeline.extract.html_blocks import BLOCKS, flat, inner_text, printed
from pipeline.extract.layout import NUMBER
from pipeline.patterns import load_rules

SHARE = 0.75
"""The document lies in one child as long as that child holds this part of its parent's prose."""
LEAVES = frozenset(("p", "span", "font", "b", "strong", "u", "i", "em", "a", "h1", "h2", "h3", "h4", "h5", "h6", "th", "pre",
                    "ul", "ol", "li", "dl"))
NAVIGATION = frozenset(("nav", "footer", "aside"))
SENTENCE = regex.compile(r"[，。；]")
MONEY = regex.compile(r"\d\s*+[万亿]?元")
SITE = regex.compile(r"(?:^|[\s_-])(?:page|site|web|main|index|top|m)?[_-]?(?:footer|foot|nav|navbar|menu|breadcrumbs?|crumbs?|copyright|"
                     r"friend|links?|sidebar|header|topbar|toolbar|share)(?:$|[\s_-]|box|er|er?-?box)", regex.I)
"""Names that page authors give to what surrounds the document."""
PROSE = 20
"""A block of this many characters, or with punctuation, is prose; shorter ones may be menus."""


class Weights:
    """Of every element: the characters of its text, of its link text, and of its prose; each counted once."""

    def __init__(self, root: Element) -> None:
        self.text: dict[Element, int] = {}
        self.links: dict[Element, int] = {}
        self.prose: dict[Element, float] = {}
        self._inside_link = 0
        self._open: list[list[float]] = [[0, 0, 0]]
        self._blocks: list[list[str]] = [[]]
        walk = iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element)
                continue
            self._open.append([0, 0, 0])
            shown = printed(element)
            self._inside_link += element.tag == "a"
            if element.tag in BLOCKS:
                self._blocks.append([])
            if shown:
                self._count(element.text)
            else:
                walk.skip_subtree()

    def _end(self, element: Element) -> None:
        self._inside_link -= element.tag == "a"
        if element.tag in BLOCKS:
            self._open[-1][2] += prose("".join(self._blocks.pop()))
        own = self._open.pop()
        if named_as_site(element):
            own[2] *= 0.1
        self.text[element], self.links[element], self.prose[element] = int(own[0]), int(own[1]), own[2]
        for i, size in enumerate(own):
            self._open[-1][i] += size
        self._count(element.tail)

    def _count(self, text: str | None) -> None:
        if not text or text.isspace():
            return
        text = "".join(text.split())
        self._open[-1][0] += len(text)
        if self._inside_link:
            self._open[-1][1] += len(text)
            self._open[-1][2] += 0.1 * len(text)
        else:
            self._blocks[-1].append(text)


def prose(text: str) -> float:
    """What a block's own text that is no link weighs: menus are short, documents are sentences and numbers."""
    if MONEY.search(text):
        return 3 * len(text)
    if len(text) >= PROSE or SENTENCE.search(text):
        return len(text)
    return 5 if NUMBER.fullmatch(text) else 0.1 * len(text)


def named_as_site(element: Element) -> bool:
    return element.tag != "body" and bool(SITE.search(element.get("class") or "") or SITE.search(element.get("id") or ""))


def site_parts(body: Element) -> set[Element]:
    """The elements of the page that belong to the site: what stands beside the path down to the document and is
    not like a document itself, and menus inside it."""
    weights = Weights(body)
    left_out: set[Element] = set()
    element = body
    while element.tag not in LEAVES:
        children = [child for child in element if isinstance(child.tag, str)]
        best = max(children, key=lambda child: weights.prose.get(child, 0), default=None)
        if best is None or weights.prose.get(best, 0) < max(1, SHARE * weights.prose.get(element, 0)):
            break
        left_out.update(child for child in children if child is not best and beside(child, weights))
        element = best
    if weights.links.get(element, 0) < 0.5 * weights.text.get(element, 0):
        left_out.update(menus(element, weights))
    return left_out


def beside(element: Element, weights: Weights) -> bool:
    """Whether an element next to the document's is the site's."""
    size, links = weights.text.get(element, 0), weights.links.get(element, 0)
    if element.tag in NAVIGATION or links > 0.3 * size:
        return True
    if element.tag in LEAVES:
        return is_furniture("".join(flat(element)), top=True)
    if has_figures(element):
        return False
    text = inner_text(element)
    return not (MONEY.search(text) or (not named_as_site(element) and size >= 80 and len(regex.findall("[。；]", text)) >= 2))


def has_figures(element: Element) -> bool:
    """Whether a table with figures is in it; the days of a calendar are none."""
    cells = [text for cell in element.iter("td") if NUMBER.fullmatch(text := inner_text(cell).strip())]
    return sum(bool(regex.search(r"\d[.,，]\d", text)) for text in cells) >= 2 or any(len(text) > 2 for text in cells)


def menus(document: Element, weights: Weights) -> list[Element]:
    """Lists of links inside the document's own element: related news, menus."""
    found = []
    for element in document.iterdescendants("ul", "ol", "dl", "div", "nav", "footer", "aside"):
        size, links = weights.text.get(element, 0), weights.links.get(element, 0)
        if element.tag in NAVIGATION or (size and links > 0.7 * size and sum(1 for _ in element.iter("a")) >= 3):
            found.append(element)
    return found


def squeezed(text: str) -> str:
    return "".join(text.split())


def shown_title(left_out: set[Element], title: str | None) -> str | None:
    """The title as the page shows it beside the document: the page's own title, else a first heading."""
    headings = []
    known = squeezed(title or "")
    for part in left_out:
        for element in part.iter("h1", "h2", "h3", "div", "p", "td", "span"):
            text = squeezed(inner_text(element))
            if not 6 <= len(text) <= 120:
                continue
            if known and text in known and len(text) >= 0.5 * len(known):
                return "".join(flat(element))
            if element.tag == "h1" and not is_furniture(text, top=True):
                headings.append(element)
    return "".join(flat(headings[0])) if len(headings) == 1 else None


@cache
def rules() -> tuple[tuple[regex.Pattern[str], int, bool], ...]:
    """(pattern, longest text it may match, only above the document) of patterns/extract_html.toml."""
    return tuple((rule.pattern, int(rule.data.get("longest", 160)), bool(rule.data.get("top_only")))
                 for rule in load_rules("extract_html.toml").rules)


def is_furniture(text: str, *, top: bool) -> bool:
    """Whether a whole paragraph is what sites print around documents (date line, breadcrumb, tools, footer)."""
    text = text.strip()
    return any(len(text) <= longest and (top or not top_only) and pattern.fullmatch(text) is not None
               for pattern, longest, top_only in rules())
