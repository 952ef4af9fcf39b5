"""Numbers that a text layer tears apart with spaces: `1 2 3 . 4 亿元`."""

from __future__ import annotations

import regex

from pipeline.patterns import load_rules
from pipeline.reading import fold

HINT = regex.compile(r"\d [\d.,．，]|\d[.,．，] \d")
"""What every torn number holds, and few lines else."""
GAP = regex.compile(r"(?<=[\d.,．，﹐﹒]) (?=[\d.,．，﹐﹒])")
NARROW = 11
"""Tenths of the font size: a wider gap parts columns, it does not tear a number."""


def mend(text: str, edges: tuple[int, ...], size: float) -> tuple[str, tuple[int, ...]]:
    """The line and its edges without the spaces inside torn numbers; the same where nothing is certain.

    >>> mend("收1 2 . 5亿元", tuple(range(0, 1001, 100)), 10.0)[0]
    '收12.5亿元'
    """
    if all(edges[i + 1] - edges[i] > NARROW * size for i in (gap.start() for gap in GAP.finditer(text))):
        return text, edges
    spaces: set[int] = set()
    rules = load_rules("extract_pdf.toml")
    folded = fold(text)
    for name in ("torn-digits", "torn-mark"):
        for match in rules[name].pattern.finditer(folded):
            inside = [i for i in range(*match.span("number")) if text[i] == " "]
            if all(edges[i + 1] - edges[i] <= NARROW * size for i in inside):
                spaces.update(inside)
    if not spaces:
        return text, edges
    kept = [i for i in range(len(text)) if i not in spaces]
    return "".join(text[i] for i in kept), (*(edges[i] for i in kept), edges[-1])
