"""Lists that are whole by definition: a lost name is the one item that is not named, or it is not told."""

from __future__ import annotations

import pytest
from link_text import links_of

ABROAD, CARS, GUESTS = "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"
LISTS = [
    "“三公”经费支出90万元，其中：因公出国（境）费20万元，公务用车购置及运行维护费40万元，公务接待费30万元。",
    "“三公”经费预算中，因公出国（境）费支出20万元，占“三公”经费的22%；公务用车购置及运行维护费支出40万元，占“三公”经费的45%；公务接待费支出30万元，占“三公”经费的33%。",
    "“三公”经费支出90万元，比上年减少9万元。其中：公务接待费30万元，比上年减少5万元；公务用车购置及运行维护费40万元，比上年减少3万元；因公出国（境）费20万元，比上年减少1万元。",
]
OWN = {"20万元": ABROAD, "40万元": CARS, "30万元": GUESTS}


def levels(text: str, kind: str) -> dict[str, str | None]:
    whole, found = links_of(text, kind)
    return {whole[link.start:link.end]: link.category for link in found.links if link.kind == "money" and link.measure == "level"}


@pytest.mark.parametrize("kind", ["accounts", "report"])
@pytest.mark.parametrize("text", LISTS)
def test_the_figure_of_a_lost_name_is_the_items_that_is_not_named(text: str, kind: str) -> None:
    for figure, name in OWN.items():
        at = text.index(figure)
        start = text.rindex(name, 0, at)
        assert levels(text[:start] + text[at:], kind) == levels(text, kind), name


def test_words_left_before_it_do_not_hide_a_lost_name_that_a_comparison_follows() -> None:
    text = ("“三公”经费90万元，比2022年减少9万元。其中：因公出国（境）费20万元，比2022年减少1万元，主要是严格执行规定，严控30万元，比2022年减少5万元，"
            "主要是严格车运行维护费40万元，比2022年减少3万元。")
    whole, found = links_of(text, "budget")
    told = [(whole[link.start:link.end], link.measure) for link in found.links if link.category == GUESTS]
    assert told == [("30万元", "level"), ("5万元", "change")]
    assert all("implicit_category" in link.flags for link in found.links if (whole[link.start:link.end]) == "30万元")


@pytest.mark.parametrize("text, remark", [
    ("“三公”经费支出90万元，其中：因公出国（境）费50万元，20万元。", "two items are not named"),
    ("公务用车购置及运行维护费40万元；公务接待费30万元；20万元。", "no whole is named"),
    ("“三公”经费支出90万元，其中：公务用车运行维护费年初预算40万元，实际支出20万元；公务接待费30万元。", "the clause says what the figure is"),
    ("“三公”经费支出90万元，其中：公务用车运行维护费40万元，主要原因是更换轮胎20万元；公务接待费30万元。", "a detail of a reason"),
    ("“三公”经费支出90万元，其中：公务用车运行维护费40万元、公务接待费30万元，合计20万元。", "a sum"),
])
def test_nothing_else_is_taken_for_the_item_that_is_not_named(text: str, remark: str) -> None:
    assert levels(text, "accounts").get("20万元") != ABROAD, remark


def test_a_bracket_names_all_that_is_listed_before_it() -> None:
    assert levels("因公出国（境）费、公务接待费、公务用车购置及运行维护费（以下简称“三公”经费）支出90万元，其中：公务接待费30万元。", "report") == {
        "90万元": "“三公”经费", "30万元": GUESTS}
    assert levels("公务接待费、公务用车运行维护费（“三公”经费）决算总额90万元。", "report") == {"90万元": "“三公”经费"}
    assert levels("失业保险基金收入5亿元、工伤保险基金收入4亿元、生育保险基金收入（含上级补助收入）3亿元。", "report")["3亿元"] == "生育保险基金收入"
