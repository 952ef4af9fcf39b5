"""The identities of patterns/identities.toml: names, sentences and schemes of parts."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from pipeline.patterns import load_rules

FILE = "identities.toml"


class Kind(msgspec.Struct, frozen=True):
    """How an identity is called and explained."""

    zh: str
    en: str
    scope: str
    """clause | section | table | tables | text-table | document | years."""
    given: str = ""
    """What the expectation rests on, where it is no formula: `他处所载{0}`."""
    given_en: str = ""
    severity: str = "hard"
    source: str = ""


class Scheme(msgspec.Struct, frozen=True):
    """A whole and the parts that make it up, by canonical names."""

    id: str
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    """All must be read before a sum that falls short counts as a contradiction."""
    optional: tuple[str, ...] = ()
    """Parts that many bodies do not have: absent counts as zero."""
    unless: tuple[str, ...] = ()
    """The scheme is not tried where one of these is given (they subsume some of the parts)."""
    rows: bool = False
    """Names of table rows, as they are printed."""
    codes: str = ""
    """Start of the codes whose items are parts as well: `2` for functional classes, `3` for economic ones."""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class Bound(msgspec.Struct, frozen=True):
    """A part that can never exceed its whole."""

    id: str
    part: tuple[str, ...]
    """Names; several are added up."""
    whole: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class Balance(msgspec.Struct, frozen=True):
    """result = plus − minus."""

    id: str
    result: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class Alias(msgspec.Struct, frozen=True):
    """Names under which one indicator is printed."""

    names: tuple[str, ...]
    becomes: str
    fund: str
    """The fund the figure is limited to; '' for none."""
    departments: bool = False


class Identities(msgspec.Struct, frozen=True):
    kinds: dict[str, Kind]
    sums: tuple[Scheme, ...]
    bounds: tuple[Bound, ...]
    balances: tuple[Balance, ...]
    aliases: tuple[Alias, ...]
    words: dict[str, Any]
    """The lists of words the checks read: totals, columns, cues."""


@cache
def identities() -> Identities:
    """What patterns/identities.toml says; msgspec names the key that is wrong."""
    data = load_rules(FILE).data
    return Identities(
        kinds=msgspec.convert(data["kinds"], dict[str, Kind]),
        sums=msgspec.convert(data["sum"], tuple[Scheme, ...]),
        bounds=msgspec.convert(data["bound"], tuple[Bound, ...]),
        balances=msgspec.convert(data["balance"], tuple[Balance, ...]),
        aliases=msgspec.convert(data["alias"], tuple[Alias, ...]),
        words=data["words"],
    )
