"""Debt in tables: what 一般债务 or 专项债务 alone means is said by the row above it, by its column, or by the title."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pipeline.link.columns import headers, plain
from pipeline.reading import Table


def debt(label: str, said: Iterable[str]) -> str | None:
    """The name of a row or column called 一般债务, from the first of the words around it that say what of it is meant.

    >>> debt("一般债务", ["地方政府债务余额"]), debt("一般债务限额", ["新增地方政府债务限额"]), debt("一般债务", ["决算数"])
    ('一般债务余额', '新增一般债务限额', None)
    """
    if headers()["debt-limit"].fullmatch(label):
        return "新增" + label.removeprefix("其中:") if any(found["new"] for words in said if (found := headers()["debt-of"].search(words))) else None
    if label == "地方政府债务限额":
        return "新增" + label if any(headers()["debt-new"].search(words) for words in said) else None
    own = headers()["debt"].fullmatch(label)
    if own is None:
        return None
    for words in said:
        if found := headers()["debt-of"].search(words):
            return f"{found['new'] or ''}{own['kind']}债务{found['noun']}{'' if found['noun'].endswith('额') else '支出'}"
    return None


def issued(parts: Iterable[str]) -> str | None:
    """新增债券/专项债券, in either order, is 新增专项债券; None where the parts say anything else."""
    words = [plain(part).removesuffix("合计").removesuffix("小计") for part in parts]
    kinds = [word for word in words if headers()["debt"].fullmatch(word)]
    issues = [word for word in words if headers()["issue"].fullmatch(word)]
    if len(words) != 2 or len(kinds) != 1 or len(issues) != 1:
        return None
    return issues[0].removesuffix("债券") + kinds[0].removeprefix("其中:").removeprefix("地方政府")


@lru_cache(maxsize=1 << 12)
def of_kind(name: str, title: str) -> str | None:
    """地方政府债务余额 and 还本付息额 in a table whose title speaks of one kind of debt alone: 一般债务余额, 一般债券还本付息额."""
    kinds = set(headers()["debt-titled"].findall(title))
    if len({kind for kind, _ in kinds}) != 1:
        return None
    (kind, noun), *_ = sorted(kinds)
    if name in ("限额", "余额"):
        return f"{kind}债务{name}"
    if "一般" in name or "专项" in name:
        return None
    if headers()["debt-stock"].fullmatch(name):
        return name.replace("地方政府债务", f"{kind}债务")
    if name.startswith("债务"):
        return kind + name
    if "地方政府债务" in name:
        return name.replace("地方政府债务", f"地方政府{kind}债务")
    return f"{kind}{noun}{name}" if headers()["debt-service"].match(name) else None


def new_limits(title: str, table: Table) -> bool:
    """Whether all limits of a table are new ones, as its title alone says: 提前下达新增专项债务限额安排情况表."""
    if not headers()["debt-new-kind"].search(title):
        return False
    names = (*(part for column in table.columns for part in column.path), *(row.label for row in table.rows))
    return not any("新增" in name or "总额" in name or "余额" in name for name in names)
