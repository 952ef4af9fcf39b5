"""The budgets of the insurances: receipts and payments named in full, balances with the fund that they are of."""

from __future__ import annotations

import pytest
from link_text import links_of

REPORT = "（四）社会保险基金预算\n"
CASES = [
    ("1.企业职工基本养老保险基金收入完成9亿元，支出完成6亿元。当年收支结余3亿元，加上上年结余4亿元，年末滚存结余7亿元。",
     [("企业职工基本养老保险基金收入", None), ("企业职工基本养老保险基金支出", None), ("当年收支结余", "企业职工基本养老保险基金"),
      ("上年结转收入", "企业职工基本养老保险基金"), ("年末滚存结余", "企业职工基本养老保险基金")], "balances of the insurance before them"),
    ("全市失业保险基金收入预算安排9亿元，支出预算安排6亿元，年末滚存结余7亿元。",
     [("失业保险基金收入", None), ("失业保险基金支出", None), ("年末滚存结余", "失业保险基金")], "支出预算 behind one insurance's receipts"),
    ("1.工伤保险。基金收入9亿元，增长3%；基金支出6亿元；年末滚存结余7亿元。",
     [("工伤保险基金收入", None), ("工伤保险基金收入", None), ("工伤保险基金支出", None), ("年末滚存结余", "工伤保险基金")], "a heading names the insurance"),
    ("全市社会保险基金收入9亿元，其中：失业保险基金收入5亿元，工伤保险基金收入4亿元。年末滚存结余7亿元。",
     [("社会保险基金收入", None), ("失业保险基金收入", None), ("工伤保险基金收入", None), ("年末滚存结余", None)], "what follows a list of parts is of the whole"),
    ("全市社会保险基金收入9亿元，其中：失业保险基金收入5亿元，支出3亿元，滚存结余2亿元；工伤保险基金收入4亿元，支出3亿元，滚存结余1亿元。",
     [("社会保险基金收入", None), ("失业保险基金收入", None), ("失业保险基金支出", None), ("年末滚存结余", "失业保险基金"),
      ("工伤保险基金收入", None), ("工伤保险基金支出", None), ("年末滚存结余", "工伤保险基金")], "each item's own balance"),
    ("（2）职工医疗保险基金收支预算\n全市职工医保基金预算总收入安排9亿元，总支出安排6亿元。\n（3）社会保险基金总体情况\n年末滚存结余7亿元。",
     [("职工医疗保险基金收入", None), ("职工医疗保险基金支出", None), ("年末滚存结余", None)], "short names, and a heading about all"),
]


@pytest.mark.parametrize(("body", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_of_which_insurance(body: str, expected: list[tuple[str, str | None]], why: str) -> None:
    _, found = links_of(REPORT + body, "report")
    assert [(link.category, link.breakdown) for link in found.links] == expected, why
    assert {link.fund for link in found.links} == {"社会保险基金预算"}


def test_other_budgets_have_no_insurance() -> None:
    _, found = links_of("（一）失业保险基金预算\n失业保险基金收入5亿元。\n（二）一般公共预算\n一般公共预算收入9亿元，上年结余2亿元。", "report")
    assert [link.breakdown for link in found.links] == [None, None, None]
