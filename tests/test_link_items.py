"""Items that have a code only where their class is listed, and single names that stand for more than themselves."""

from __future__ import annotations

import pytest
from link_text import links_of


@pytest.mark.parametrize(("body", "codes"), [
    ("全省专项转移支付收入9亿元。其中：\n1、国防2亿元；\n2、科学技术3亿元。", {"国防": "1100303", "科学技术": "1100306"}),
    ("省对市县专项转移支付支出9亿元。其中：\n1、国防2亿元；\n2、教育3亿元。", {"国防": "2300303", "教育": "2300305"}),
    ("主要结转科目有：国防2亿元，教育3亿元。", {"国防": None, "教育": None}),
    ("加上解支出等5亿元，债务还本支出3亿元。", {"上解支出": None, "债务还本支出": "231"}),
])
def test_codes_by_place(body: str, codes: dict[str, str | None]) -> None:
    _, found = links_of(body, "report")
    assert {link.category: link.code for link in found.links if link.category in codes} == codes
