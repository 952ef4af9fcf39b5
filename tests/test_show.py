"""The review page and the report: what they hold, and in a real browser what they do."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.reading import Line, Page, Reading
from pipeline.records import Check, Document, Fact, Record, Section, Unlinked
from pipeline.show.report import report_page
from pipeline.show.review import page_data, review_page, utf16_offsets

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = [
    "<script>window.hacked=1</script>", "</script><script>window.hacked=1</script>", "<img src=x onerror=window.hacked=1>",
    "<!--<script>window.hacked=1</script>-->", "\"><svg onload=window.hacked=1>", "'-window.hacked=1-'", "javascript:window.hacked=1",
    "<iframe srcdoc='<script>parent.hacked=1</script>'>", "&lt;script&gt;window.hacked=1&lt;/script&gt;", "\u2028window.hacked=1\u2029",
    "</title><script>window.hacked=1</script>", "${window.hacked=1}`;window.hacked=1//", "<a href='javascript:window.hacked=1'>点此</a>",
    "</style><script>window.hacked=1</script>",
]


def record_of(text: str, amounts: list[str], *, noise: str = "") -> tuple[Record, Reading]:
    """A record with one fact for each amount, every other string field holding `noise`."""
    facts, at = [], 0
    for i, amount in enumerate(amounts):
        at = text.index(amount, at)
        facts.append(Fact(fact_id=i, source="text", text=amount, kind="money", value=Decimal(10 + i), unit="元", category="基本支出" + noise,
                          measure="change" if i % 2 else "level", phase="executed", year=2023, quote=amount + noise, reason=noise or None,
                          section_path="一、" + noise, char_start=at, char_end=at + len(amount),
                          outcome="contradicted" if i == 0 else "supported"))
        at += len(amount)
    record = Record(
        document=Document(document_id="0" * 64, source="样本.txt" + noise, media_type="text/plain", title="样本" + noise, body="某局" + noise, year=2023, type="部门决算"),
        facts=tuple(facts), sections=(Section(0, None, 2, "一、", "概况" + noise, "H", 0, 4, len(text)),),
        checks=(Check(0, "x", "fail", (0, 1), message="不符" + noise, message_en="fail" + noise, suggestion=noise or None),),
        unlinked=(Unlinked("某局", noise, "没有类别" + noise, 0, 0, 2),))
    return record, Reading("0" * 64, "样本.txt", "text/plain", text)


def test_the_page_holds_everything_and_needs_no_network() -> None:
    record, reading = record_of("某局支出5元，增加3元。\n", ["5元", "3元"])
    page = review_page(record, reading)
    data = json.loads(re.search(r'id="data">(.*?)</script>', page)[1])
    assert [fact["text"] for fact in data["facts"]] == ["5元", "3元"]
    assert data["checks"][0]["links"] == [0, 1]
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)


def test_offsets_are_counted_as_the_browser_counts() -> None:
    place = utf16_offsets("𠮷5元𠮷3元")
    assert [place(i) for i in range(7)] == [0, 2, 3, 4, 6, 7, 8]


def test_boxes_are_cut_to_the_characters_of_the_fact() -> None:
    record, reading = record_of("支出5元", ["5元"])
    lines = (Line(0, 4, 1, (10.0, 20.0, 50.0, 30.0), (100, 200, 300, 400, 500)),)
    reading = Reading("0" * 64, "a.pdf", "application/pdf", "支出5元", lines, (Page(1, 100, 100),))
    data = page_data(record, reading, [{"number": 1, "width": 100, "height": 100, "image": ""}])
    assert data["facts"][0]["boxes"] == [[1, 30.0, 20.0, 50.0, 30.0]]


def test_the_report_counts_and_escapes() -> None:
    pytest.importorskip("matplotlib", reason="extra `report` is not installed")
    record, _ = record_of("某局支出5元，增加3元。", ["5元", "3元"], noise="<b>x</b>")
    page = report_page([record, record], scores=[{"document": "样本", "fact": 0.5}])
    assert "<b>2</b>文件 documents" in page and "<td>样本<b>" not in page
    assert page.count("不符&lt;b&gt;x") == 2 and "0.500" in page


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no chromium: apt-get install chromium")
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def opened(browser, folder: Path, record: Record, reading: Reading, width: int = 1280):
    path = folder / "page.html"
    path.write_text(review_page(record, reading), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(path.as_uri())
    return page


def test_a_fact_lights_its_mark_and_scrolls_to_it_and_back(browser, tmp_path: Path) -> None:
    text = "某局\n" * 300 + "支出5元，增加3元。\n"
    page = opened(browser, tmp_path, *record_of(text, ["5元", "3元"]))
    mark = page.locator("mark[data-fact='1']")
    assert not mark.is_visible() or mark.bounding_box()["y"] > 800
    page.locator("tr[data-fact='1']").click()
    assert 0 <= mark.bounding_box()["y"] <= 800 and "picked" in mark.get_attribute("class")
    page.locator("mark[data-fact='0']").click()
    assert "picked" in page.locator("tr[data-fact='0']").get_attribute("class")
    assert "picked" not in (mark.get_attribute("class") or "")
    assert page.faults == []


def test_keyboard_filter_and_language(browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, *record_of("支出5元，增加3元，又9元。", ["5元", "3元", "9元"]))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "picked" in page.locator("tr[data-fact='1']").get_attribute("class")
    page.keyboard.press("/")
    page.keyboard.type("change")
    assert page.locator("tbody tr").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    assert page.locator("nav button").first.inner_text() == "Facts 3"
    page.locator("#failed a").nth(1).click()
    assert "picked" in page.locator("mark[data-fact='1']").get_attribute("class")


@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_overlaps(browser, tmp_path: Path, width: int) -> None:
    page = opened(browser, tmp_path, *record_of("支出5元，增加3元。", ["5元", "3元"], noise="很长的说明" * 30), width=width)
    panes = [page.locator(name).bounding_box() for name in ("#original", "#panel")]
    assert panes[0]["x"] + panes[0]["width"] <= panes[1]["x"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("noise", HOSTILE)
def test_hostile_text_stays_text(browser, tmp_path: Path, noise: str) -> None:
    page = opened(browser, tmp_path, *record_of(f"支出5元{noise}增加3元", ["5元", "3元"], noise=noise))
    for tab in ("sections", "checks", "unlinked", "problems", "facts"):
        page.locator(f"button[data-tab={tab}]").click()
    page.locator("tr[data-fact='0']").click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#original img, #original iframe, #original svg, #original script").count() == 0
    assert noise.replace("\u2028", "").replace("\u2029", "")[:8] in page.locator("#original").inner_text().replace("\u2028", "")
