"""One record as one self-contained page: the original on the left, what was read on the right, each lighting the other.

No network, no framework. Everything of the document reaches the page as JSON and enters the DOM as text, so that a
hostile document's text never becomes markup; a content policy forbids anything but the page's own script.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
from pathlib import Path
from typing import Any

import msgspec

from pipeline.reading import Reading
from pipeline.records import Record

HERE = Path(__file__).resolve().parent
PAGE_PIXELS = 1000
"""Width of a page image: legible, and 40 pages stay below 6 MB."""
MAX_IMAGES = 120
"""Pages beyond this many are shown as text: a page of a thousand images opens in no browser."""

LABELS = {key: {"zh": zh, "en": en} for key, zh, en in [
    ("facts", "数据", "Facts"), ("sections", "章节", "Sections"), ("checks", "核对", "Checks"), ("unlinked", "未归类", "Unlinked"),
    ("problems", "问题", "Problems"), ("contradictions", "自相矛盾", "Contradictions"), ("filter", "筛选：类别、数额、年度…", "Filter: category, amount, year…"),
    ("all-source", "正文和表", "text and tables"), ("all-outcome", "全部结果", "any outcome"), ("text", "正文", "text"), ("table", "表", "table"),
    ("category", "类别", "Category"), ("measure", "度量", "Measure"), ("period", "阶段·年度", "Phase, year"), ("value", "数值", "Value"),
    ("outcome", "核对", "Check"), ("unnamed", "（未写明）", "(unnamed)"), ("more", "显示更多", "Show more"),
    ("level", "数额", "level"), ("change", "增减额", "change"), ("growth", "增减率", "growth"), ("share", "占比", "share"),
    ("completion", "完成率", "completion"), ("none", "非本单位数据", "none"), ("other", "其他", "other"),
    ("approved", "年初预算", "approved"), ("adjusted", "调整预算", "adjusted"), ("executed", "决算", "executed"),
    ("supported", "相符", "supported"), ("contradicted", "矛盾", "contradicted"), ("unchecked", "未核对", "unchecked"),
    ("pass", "相符", "pass"), ("rounding", "舍入差", "rounding"), ("fail", "不符", "fail"), ("not_applicable", "不适用", "not applicable"),
    ("insufficient_data", "数据不足", "insufficient data"), ("quote", "原文", "Quote"), ("unit", "单位", "Unit"), ("code", "编码", "Code"),
    ("breakdown", "交叉类别", "Breakdown"), ("phase", "阶段", "Phase"), ("year", "年度", "Year"), ("base_phase", "比较阶段", "Base phase"),
    ("base_year", "比较年度", "Base year"), ("whole", "总体", "Whole"), ("fund", "资金", "Fund"), ("scope", "范围", "Scope"), ("flags", "标记", "Flags"),
    ("reason", "原因", "Reason"), ("why", "为何", "Why"), ("section_path", "章节", "Section"), ("row_label", "行", "Row"),
    ("column_label", "列", "Column"), ("page", "页", "Page"), ("method", "读取方式", "Method"), ("rule", "规则", "Rule"),
    ("present", "已公开", "present"), ("declared_empty", "声明为空", "declared empty"), ("folded", "并入他处", "folded"), ("missing", "缺失", "missing"),
    ("keys", "↑↓ 逐条　/ 筛选　1–5 切换　l 语言", "↑↓ step, / filter, 1–5 tabs, l language"),
]}


def review_page(record: Record, reading: Reading, original: bytes | None = None) -> str:
    """The page as HTML text.

    `original` holds the document's bytes: with them a PDF is shown as page images, else its text is shown.
    """
    images = page_images(original, reading) if original and reading.media_type == "application/pdf" else []
    script, style = ((HERE / name).read_text(encoding="utf-8") for name in ("review.js", "review.css"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    document = record.document
    meta = "　".join(str(part) for part in (document.body, document.year, document.type, Path(document.source).name) if part)
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'">
<title>{html.escape(document.title or document.source)}</title><style>{style}</style></head><body>
<header><h1>{html.escape(document.title or document.source)}</h1><span class="meta">{html.escape(meta)}</span>
<small id="keys"></small><button id="language"></button></header>
<main><section id="original" tabindex="-1"></section><section id="panel"><div id="failed"></div>
<nav role="tablist">{"".join(f'<button role="tab" data-tab="{tab}"></button>' for tab in ("facts", "sections", "checks", "unlinked", "problems"))}</nav>
<div id="tools" class="tools"><input id="filter" type="search"><select id="source"></select><select id="outcome"></select><span id="count" class="count"></span></div>
<div id="list"></div><div id="detail"></div></section></main>
<script type="application/json" id="data">{as_json(page_data(record, reading, images))}</script><script>{script}</script></body></html>
"""


def as_json(data: Any) -> str:
    """JSON that cannot close its script element or open a comment in it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def page_data(record: Record, reading: Reading, images: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page's script shows: plain lists of what the record holds, and the boxes where pages are pictures.

    Offsets are counted in UTF-16 units here, as the script's strings are.
    """
    place = utf16_offsets(reading.text)
    shown = {image["number"] for image in images}

    def boxes(start: int, end: int) -> list[list[float]]:
        return [[page, *(round(side, 1) for side in box)] for page, box in reading.boxes_of(start, end) if page in shown]

    facts = [{**plain(fact), "id": fact.fact_id, "start": place(fact.char_start), "end": place(fact.char_end),
              "boxes": boxes(fact.char_start, fact.char_end)} for fact in record.facts]
    unlinked = [{**plain(item), "id": -2 - i, "unlinked": True, "source": "text", "start": place(item.char_start), "end": place(item.char_end),
                 "boxes": boxes(item.char_start, item.char_end)} for i, item in enumerate(record.unlinked)]
    sections = [{"number": section.number, "title": section.title, "level": section.level, "kind": section.kind,
                 "start": place(section.start), "page": reading.page_of(section.start)} for section in record.sections]
    tried = [plain(check) for check in record.checks if check.result in {"fail", "rounding", "pass"}]
    tried.sort(key=lambda check: ("fail", "rounding", "pass").index(check["result"]))
    return {"facts": facts, "unlinked": unlinked, "sections": sections, "pages": images, "labels": LABELS, "checks": tried,
            "presences": [{"note": "", "page": 0, **plain(presence)} for presence in record.presences],
            "problems": [{"page": 0, "start": 0, **plain(problem)} for problem in record.problems],
            "text": "" if images else reading.text}


def plain(value: msgspec.Struct) -> dict[str, Any]:
    """A struct as JSON values without its empty fields; decimals as strings in plain notation."""
    fields = msgspec.to_builtins(value)
    if fields.get("value") is not None:
        fields["value"] = format(value.value, "f")  # type: ignore[attr-defined]
    return {"message_en": "", "suggestion": None} | fields if "identity" in fields else {k: v for k, v in fields.items() if v is not None}


def utf16_offsets(text: str) -> Any:
    """A function from code-point offsets to UTF-16 offsets; the two differ only behind rare characters."""
    wide = [i for i, character in enumerate(text) if ord(character) > 0xFFFF]
    if not wide:
        return lambda offset: offset
    from bisect import bisect_left

    return lambda offset: offset + bisect_left(wide, offset)


def page_images(original: bytes, reading: Reading) -> list[dict[str, Any]]:
    """Each page as a data URI beside its size in points; [] where the document has too many pages for pictures."""
    import pypdfium2

    if not 0 < len(reading.pages) <= MAX_IMAGES:
        return []
    images = []
    with pypdfium2.PdfDocument(original) as pdf:
        for page in reading.pages:
            picture = pdf[page.number - 1].render(scale=PAGE_PIXELS / page.width, grayscale=True).to_pil()
            buffer = io.BytesIO()
            picture.save(buffer, "WEBP", quality=50, method=2)
            uri = "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode()
            images.append({"number": page.number, "width": page.width, "height": page.height, "image": uri})
    return images
