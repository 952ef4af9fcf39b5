"""Tiers: which tier of government a word such as 市本级 means, and whether a document's figures can be of it."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import regex

from pipeline.patterns import load_rules

PROVINCE, CITY, COUNTY, TOWN = range(4)
MUNICIPALITIES = ("11", "12", "31", "50")
AUTONOMOUS = ("15", "45", "54", "64", "65")


class Tiers(NamedTuple):
    """The document's own tier, and the tier that each character of a scope means in it."""

    own: int
    means: dict[str, int]

    def of(self, scope: str) -> int | None:
        if "自治区" in scope:
            return PROVINCE
        if "县" in scope:
            return COUNTY
        return next((self.means[character] for character in scope if character in self.means), None)

    def reports(self, scope: str, following: str) -> bool:
        """Whether a figure behind `scope` is of that tier: never of one above the document's; of one below only where
        its budget follows (县级财政收入, not 县级基本财力保障机制奖补资金)."""
        tier = self.of(scope)
        if tier is None or tier == self.own:
            return True
        return tier > self.own and bool(_below().match(following))


@cache
def _below() -> regex.Pattern[str]:
    data: dict[str, Any] = load_rules("link_context.toml").data["tiers"]
    return regex.compile(data["below"])


def tiers(code: str | None, region: str | None) -> Tiers | None:
    """The tiers as a document of this region means them; None where the region is not known.

    >>> tiers('140500', '晋城市').of('市本级') == tiers('140500', '晋城市').own
    True
    """
    if not code or not region:
        return None
    own = PROVINCE if code.endswith("0000") else CITY if code.endswith("00") else COUNTY
    city = PROVINCE if code.startswith(MUNICIPALITIES) else COUNTY if own == COUNTY and region.endswith("市") else CITY
    district = PROVINCE if code.startswith(AUTONOMOUS) and own != COUNTY else COUNTY
    return Tiers(own, {"省": PROVINCE, "市": city, "州": city, "盟": city, "区": district, "旗": COUNTY, "镇": TOWN})
