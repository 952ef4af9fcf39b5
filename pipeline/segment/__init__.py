"""segment: the numbered headings of a Reading as a tree, and the spans that are no body text."""

from __future__ import annotations

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.records import Section, Sections
from pipeline.segment.captions import table_heads
from pipeline.segment.contents import find_contents
from pipeline.segment.heads import Head, numbered_heads, once
from pipeline.segment.lines import paragraphs, split_inside
from pipeline.segment.siblings import bare_items, right_kinds, stand_in
from pipeline.segment.titles import canonical, is_amount
from pipeline.segment.tree import Node, Tree
from pipeline.segment.unnumbered import Unnumbered, split_pages

LONGEST_NAME = 24
"""Characters of the longest run-in title that is looked up among the canonical ones."""


def segment(reading: Reading) -> Sections:
    """The sections in reading order, each with its parent, level, title and extent; and what is skipped.

    Numbers are read by style (第X部分, 一、, （一）, 1., （1）, ①), the tree by what follows what.
    """
    lines = split_inside(paragraphs(reading))
    contents = find_contents(reading, lines)
    resets = [lines[i].start for i in sorted(contents.resets)]
    lines = split_pages(reading, lines, contents)
    found, taken = numbered_heads(reading, lines, contents)
    table_heads(reading, lines, found, taken)
    Unnumbered(reading, lines, found, contents).find(taken)
    for i, head in found.items():
        head.bare = next((j for j in range(i + 1, len(lines)) if lines[j].start >= head.end and j not in taken), None) in found
    heads = once([found[i] for i in sorted(found)])
    bare_items(heads)
    right_kinds(heads)
    stand_in(heads)
    tree = Tree(heads, resets)
    tree.grow(len(reading.text))
    return Sections(sections=_sections(reading, tree.nodes, tree.ends), skipped=tuple(contents.skipped))


def _sections(reading: Reading, nodes: list[Node], ends: list[int]) -> tuple[Section, ...]:
    found: list[Section] = []
    for i, (node, end) in enumerate(zip(nodes, ends, strict=True)):
        head, title = node.head, fold(node.head.title)
        inherited = node.parent is not None and found[node.parent].definition
        found.append(Section(
            section_id=i, parent_id=node.parent, level=node.level, number=head.number, title=head.title, kind=head.kind,
            start=head.start, heading_end=head.end, end=end, page=reading.page_of(head.start), flags=tuple(head.flags),
            canonical=canonical(title) if head.kind == "H" or len(title) <= LONGEST_NAME else None,
            definition=inherited or _defines(reading, head, title, end)))
    return tuple(found)


def _defines(reading: Reading, head: Head, title: str, end: int) -> bool:
    """Whether a heading opens a glossary, or is an entry of one: a term and what it means, but no amounts of the body's own."""
    rules = load_rules("headings.toml")
    if rules["glossary"].pattern.search(title.replace(" ", "")):
        return True
    if head.kind != "R" or not rules["definition"].pattern.match(fold(reading.text[head.start + len(head.number):head.start + 80]).lstrip()):
        return False
    return not is_amount(fold(reading.text[head.end:end]))
