"""Records of bodies over years, small enough to count by hand."""

from decimal import Decimal

from pipeline.records import Check, Document, Fact, Record, Section

HUGE = Decimal("12345678901234567890.12")
"""Twenty digits of yuan and two of fen."""


def fact(number, text, category, *, phase="executed", year, **said):
    """A money fact as printed: `12.50万元`."""
    unit = next((unit for unit in ("亿元", "万元", "元") if text.endswith(unit)), "元")
    value = Decimal(text.removesuffix(unit)) * {"亿元": 10**8, "万元": 10**4, "元": 1}[unit]
    given = {"source": "text", "kind": "money", "measure": "level", "value": value, "unit": unit, **said}
    return Fact(fact_id=number, text=text, category=category, phase=phase, year=year, char_start=0, char_end=1, **given)


def record(letter, body, year, *facts, type="部门决算", code="330122", **said):
    row = Document(document_id=letter * 64, source=f"{letter}.txt", media_type="text/plain", title=f"{body}{year}年度{type}", body=body,
                   region="桐庐县", region_code=code, year=year, type=type, facts=len(facts))
    return Record(document=row, facts=facts, **said)


def records():
    """A department over two years under two names, its budget, and a figure no number can hold."""
    return [
        record("a", "桐庐县环境保护局", 2018, fact(0, "12.50万元", "年末结转和结余", year=2018),
               fact(1, "100.00万元", "项目支出", year=2018), fact(2, f"{HUGE}元", "基本支出", year=2018),
               sections=(Section(0, None, 2, "一、", "总体情况", "H", 0, 9, 30), Section(1, 0, 3, "（一）", "支出", "H", 10, 19, 30, page=2)),
               checks=(Check(0, "same", "fail", (1, 2), expected=HUGE, found=HUGE + 1, difference=Decimal(1), tolerance=Decimal("0.01")),)),
        record("b", "桐庐县生态环境局", 2019, fact(0, "12.51万元", "年初结转和结余", year=2019),
               fact(1, "110.00万元", "项目支出", year=2019),
               fact(2, "20.00万元", "项目支出", year=2019, measure="change", base_phase="executed", base_year=2018),
               fact(3, "90.00万元", "项目支出", year=2019, phase="approved"), fact(4, "0.1元", "其他支出", year=2019),
               fact(5, "0.2元", "其他支出", year=2019, phase="approved")),
        record("c", "桐庐县生态环境局", 2019, fact(0, "95.00万元", "项目支出", year=2019, phase="approved"), type="部门预算"),
        record("d", "桐庐县财政局", 2019, fact(0, "7.00万元", "年初结转和结余", year=2019)),
    ]
