"""The checks on gold links: which known contradictions of real disclosures are found, with the right figures."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest
from gold_links import SHARED, gold_input

from pipeline.check import check
from pipeline.extract import extract
from pipeline.link import link
from pipeline.recognise import recognise
from pipeline.records import Checks
from pipeline.segment import segment
from pipeline.sources import Options, Source

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="../shared/gold is not here")

G1, G2 = "g1_mentougou_kexie_2023", "g2_putuo_caizheng_2024"
G4, G5 = "g4_jiangsu_gaoyuan_2018", "g5_fuzhou_2025"

FOUND = [
    # document, defect, identity, the two figures in yuan or percent
    (G1, "D01", "direction", "-631321.21", "631321.21"),
    (G1, "D02", "bound", "10674949.98", "11316041.19"),
    (G1, "D03", "growth", "0.8", "0.9"),
    (G1, "D04", "parts-change", "33851.00", "6201491.61"),
    (G1, "D05", "parts-growth", "0.3", "145.3"),
    (G1, "D06", "implied-bound", "4416470.37", "9541166.19"),
    (G1, "D07", "parts", "9541166.19", "9456623.05"),
    (G1, "D08", "parts", "9456623.05", "9541166.19"),
    (G1, "D09", "parts-change", "198519.14", "-84543.14"),
    (G1, "D10", "change", "-56988.00", "56988.00"),
    (G1, "D11", "parts", "18000.00", "23902.00"),
    (G1, "D12", "parts-change", "-16230.51", "-22132.51"),
    (G1, "D13", "unit", "1218300", "121.83"),
    (G1, "D14", "parts", "13", "16"),
    (G1, "D15", "completion", "100", "97"),
    (G1, "D16", "same", "10584100", "0"),
    (G2, "D01", "same", "29616800", "3000"),
    (G2, "D03", "share", "71.65", "71.73"),
    (G4, "D1", "growth", "-6.10", "-5.95"),
    (G4, "D2", "parts-change", "26777700", "26877700"),
    (G5, "g5-1", "running-total", "131637000000", "161337000000"),
    (G5, "g5-2", "balance", "-17012000000", "12688000000"),
    (G5, "g5-3", "running-total", "1137000000", "11137000000"),
    (G5, "g5-4", "balance", "10147000000", "147000000"),
]


@cache
def checks(stem: str) -> Checks:
    return check(*gold_input(stem))


def close(one: Decimal | None, other: str) -> bool:
    places = len(other.partition(".")[2])
    return one is not None and abs(one - Decimal(other)) <= Decimal("0.5").scaleb(-places)


@pytest.mark.parametrize("stem, defect, identity, expected, found", FOUND, ids=[f"{row[0][:2]}-{row[1]}" for row in FOUND])
def test_a_known_contradiction_is_found(stem: str, defect: str, identity: str, expected: str, found: str) -> None:
    assert any(done.identity == identity and done.result == "fail" and close(done.expected, expected) and
               close(done.found, found) for done in checks(stem).checks), defect


@cache
def pipeline_checks(stem: str) -> Checks:
    """What the whole pipeline finds in the document itself."""
    with (SHARED / "corpus" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        name = next(row["file"] for row in csv.DictReader(file) if row["gold"] == stem)
    reading = extract(Source(SHARED / "corpus" / name), Options(ocr="never"))
    sections = segment(reading)
    mentions = recognise(reading, sections)
    return check(reading, sections, mentions, link(reading, sections, mentions))


def test_the_whole_pipeline_finds_at_least_85_percent_of_the_known_contradictions() -> None:
    found = [row[:2] for row in FOUND if any(
        done.identity == row[2] and done.result == "fail" and close(done.expected, row[3]) and close(done.found, row[4])
        for done in pipeline_checks(row[0]).checks)]
    others = {(G2, "D04"): "items", (G2, "D05"): "kind", (G4, "D3"): "zero-base", (G4, "D4"): "zero-base"}
    found += [place for place, identity in others.items() if any(
        done.identity == identity and done.result == "fail" for done in pipeline_checks(place[0]).checks)]
    hard = 17 + 5 + 4 + 4
    assert len(found) >= 0.85 * hard, sorted({row[:2] for row in FOUND} - set(found))


@pytest.mark.parametrize("category", ["机关事业单位基本养老保险缴费支出", "机关事业单位职业年金缴费支出"])
def test_growth_from_nothing_is_found(category: str) -> None:
    assert any(done.identity == "zero-base" and done.result == "fail" and category in done.message for done in checks(G4).checks)


def test_an_item_called_by_the_wrong_kind_is_found() -> None:
    assert [done.suggestion for done in checks(G2).checks if done.identity == "kind" and done.result == "fail"] == [
        "基本支出应为项目支出"]


ROUNDED = ["2940.06", "2993.93", "251.26", "2946.26", "2336.92", "2082.86", "171.09", "326.72"]


@pytest.mark.parametrize("amount", ROUNDED)
def test_a_rounding_difference_is_reported_as_rounding(amount: str) -> None:
    yuan = Decimal(amount) * 10**4
    results = {done.result for done in checks(G2).checks if done.expected == yuan and done.found != yuan}
    assert "rounding" in results and "fail" not in results


def fails() -> Iterator[tuple[str, str]]:
    for stem in ("g3_chongqing_jiaowei_2018", "g6_hainan_sangong_2022", "g7_nanchang_revenue_2025", "g8_changde_2025"):
        for done in checks(stem).checks:
            if done.result == "fail":
                yield stem, done.message


def test_documents_without_contradictions_have_no_fails() -> None:
    assert list(fails()) == []


def test_every_failed_check_names_its_figures_and_speaks_two_languages() -> None:
    for stem in (G1, G2, G4, G5):
        for done in checks(stem).checks:
            if done.result == "fail":
                assert done.links and done.message.endswith("。") and done.message_en.endswith(".")
                assert not re.search(r"[{}]", done.message + done.message_en)


def test_most_money_of_a_department_with_tables_is_supported_or_contradicted() -> None:
    _, _, _, links = gold_input(G2)
    money = [outcome for link, outcome in zip(links.links, checks(G2).outcomes, strict=True) if link.kind == "money"]
    assert sum(outcome != "unchecked" for outcome in money) >= 0.6 * len(money)
