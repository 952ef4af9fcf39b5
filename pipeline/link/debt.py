"""Debt in tables: what 一般债务 or 专项债务 alone means is said by the row above it, by its column, or by the title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.link.columns import plain
from pipeline.reading import Table

KIND = re.compile(r"^(?:其中:)?(?:地方)?(?:政府)?(?P<kind>一般|专项)(?P<what>债务|债券)(?:合计|小计)?$")
WHOLE = re.compile(r"(?P<new>新增)?(?:地方)?(?:政府)?(?:性)?(?:债务|债券)?总?(?P<noun>限额|余额|还本付息|还本|付息)")
LIMIT = re.compile(r"^(?:其中:)?(?:一般|专项)债务限额$")
STOCK = re.compile(r"^(?:新增)?地方政府债务(?:限额|余额)$")
TITLED = re.compile(r"(一般|专项)(债[务券])")
SERVICE = re.compile(r"^(?:还本|付息|发行|转贷|兑付)")
"""What is done with bonds, without the word: the kind must be said."""
LIMITS = re.compile(r"^(?:地方政府|一般|专项)债务限额$")
NEW_LIMIT = re.compile(r"新增(?:地方)?(?:政府)?债务限额")
NEW = re.compile(r"新增(?:地方)?(?:政府)?(?:一般|专项)?债务限额")
ISSUE = re.compile(r"^(?:新增|再融资|置换)债券$")


def debt(label: str, said: Iterable[str]) -> str | None:
    """The name of a row or column called 一般债务, from the first of the words around it that say what of it is meant.

    >>> debt("一般债务", ["地方政府债务余额"]), debt("一般债务限额", ["新增地方政府债务限额"]), debt("一般债务", ["决算数"])
    ('一般债务余额', '新增一般债务限额', None)
    """
    if LIMIT.match(label):
        return "新增" + label.removeprefix("其中:") if any(found["new"] for words in said if (found := WHOLE.search(words))) else None
    if label == "地方政府债务限额":
        return "新增" + label if any(NEW_LIMIT.search(words) for words in said) else None
    own = KIND.match(label)
    if own is None:
        return None
    for words in said:
        if found := WHOLE.search(words):
            return f"{found['new'] or ''}{own['kind']}债务{found['noun']}{'' if found['noun'].endswith('额') else '支出'}"
    return None


def issued(parts: Iterable[str]) -> str | None:
    """新增债券/专项债券, in either order, is 新增专项债券; None where the parts say anything else."""
    words = [plain(part).removesuffix("合计").removesuffix("小计") for part in parts]
    kinds = [word for word in words if KIND.match(word)]
    issues = [word for word in words if ISSUE.match(word)]
    if len(words) != 2 or len(kinds) != 1 or len(issues) != 1:
        return None
    return issues[0].removesuffix("债券") + kinds[0].removeprefix("其中:").removeprefix("地方政府")


@lru_cache(maxsize=1 << 12)
def of_kind(name: str, title: str) -> str | None:
    """地方政府债务余额 and 还本付息额 in a table whose title speaks of one kind of debt alone: 一般债务余额, 一般债券还本付息额."""
    kinds = set(TITLED.findall(title))
    if len({kind for kind, _ in kinds}) != 1:
        return None
    (kind, noun), *_ = sorted(kinds)
    if name in ("限额", "余额"):
        return f"{kind}债务{name}"
    if "一般" in name or "专项" in name:
        return None
    if STOCK.match(name):
        return name.replace("地方政府债务", f"{kind}债务")
    if name.startswith("债务"):
        return kind + name
    if "地方政府债务" in name:
        return name.replace("地方政府债务", f"地方政府{kind}债务")
    return f"{kind}{noun}{name}" if SERVICE.match(name) else None


def new_limits(title: str, table: Table) -> bool:
    """Whether all limits of a table are new ones, as its title alone says: 提前下达新增专项债务限额安排情况表."""
    if not NEW.search(title):
        return False
    names = (*(part for column in table.columns for part in column.path), *(row.label for row in table.rows))
    return not any("新增" in name or "总额" in name or "余额" in name for name in names)
