"""Bar charts as static SVG text, drawn by matplotlib (extra `report`); text stays text, in the reader's own fonts."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.problems import UsageError

FONTS = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
COLOURS = ["#2f6fdb", "#f2994a", "#12805c"]


def bars(labels: Sequence[str], values: Sequence[float], *, unit: str = "", colour: str = COLOURS[0]) -> str:
    """Horizontal bars, the first label on top, each with its figure; '' where there is nothing to draw."""
    return grouped_bars(labels, {"": values}, unit=unit, colours=[colour])


def grouped_bars(labels: Sequence[str], series: Mapping[str, Sequence[float]], *, unit: str = "", colours: Sequence[str] = COLOURS) -> str:
    """Horizontal bars side by side for each label, one colour a series; '' where there is nothing to draw."""
    if not labels:
        return ""
    pyplot = _pyplot()
    height = 0.8 / len(series)
    figure, axes = pyplot.subplots(figsize=(8.4, 0.55 + 0.34 * len(labels) * max(1, 0.7 * len(series))))
    for i, (name, values) in enumerate(series.items()):
        places = [row + (i - (len(series) - 1) / 2) * height for row in range(len(labels))]
        drawn = axes.barh(places, values, height=height, color=colours[i % len(colours)], label=name or None)
        axes.bar_label(drawn, [f"{value:,.2f}".removesuffix(".00") for value in values], padding=3, fontsize=8)
    axes.set_yticks(range(len(labels)), list(labels), fontsize=9)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    if all(float(value).is_integer() for values in series.values() for value in values):
        axes.xaxis.get_major_locator().set_params(integer=True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(axis="x", labelsize=8)
    axes.ticklabel_format(axis="x", style="plain")
    axes.set_xlabel(unit, fontsize=8)
    if any(series):
        axes.legend(fontsize=8, frameon=False)
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    svg = buffer.getvalue()
    return svg[svg.index("<svg"):]


def _pyplot() -> Any:
    try:
        import matplotlib
    except ImportError as error:
        raise UsageError("the report's plots need matplotlib: pip install 'juesuan[report]'") from error
    matplotlib.use("svg")
    # Glyph outlines are not embedded, so that a font missing here is no matter: the browser has its own.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "juesuan", "font.family": FONTS, "axes.unicode_minus": False})
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import warnings

    warnings.filterwarnings("ignore", message="Glyph .* missing from")
    from matplotlib import pyplot

    return pyplot
