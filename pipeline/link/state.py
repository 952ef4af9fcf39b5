"""What the walk remembers of the clause and the sentence it is in."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from pipeline.link.context import Level, Subject
from pipeline.link.cues import Token


class Clause(msgspec.Struct):
    """From the last comma, or the last amount, to here."""

    start: int
    lead: int
    """Where the text begins that no cue has explained: 共留用|新增债券."""
    first: int = 0
    """Index of its first token."""
    end: int = 0
    """Where its amount begins."""
    subject: Subject | None = None
    candidate: Subject | None = None
    """A category inside a list, a purpose or a reason: the subject only if the amount follows at once."""
    categories: list[Subject] = []
    run: int = 0
    """Where the list of names joined by 、 began."""
    direction: Token | None = None
    before: tuple[int, int] | None = None
    """The unexplained text before the direction word: 单位预留机动经费|增加."""
    residue: bool = False
    share: Token | None = None
    whole: str | None = None
    complete: Token | None = None
    plan: str | None = None
    fund: str | None = None
    phase: str | None = None
    year: int | None = None
    offset: int | None = None
    action: Token | None = None
    etc: Token | None = None
    guard: Token | None = None
    """A threshold, third-party or exclusion cue."""
    reach: bool = False
    ratio: bool = False
    """Its percent is of another year's figure: 为上年决算数的98%."""
    place: str | None = None
    """A place whose share of the topic the figure is: 石嘴山市|105.1亿元."""


class Sentence(msgspec.Struct):
    number: int
    start: int
    topic: Subject | None = None
    base: tuple[str | None, int | None, int | None] | None = None
    """Phase, year and offset of what the figures are compared with."""
    comparing: Token | None = None
    year: int | None = None
    fund: str | None = None
    phase: str | None = None
    """Of a budget as passed: the assembly's word holds for all its figures."""
    scope: str | None = None
    """The scope before it: a sentence without a figure changes none."""
    scoped: bool = False
    """It has named a scope."""
    home: bool = False
    """Its scope is 我市, which holds for this sentence only."""
    aside: bool = False
    """Its scope says whose money is spent, of one figure: 安排市级财力5亿元."""
    lost: bool = False
    """The last figure's category is not known, so that what is said of it is not the topic's."""
    foreign: bool = False
    """The last figure was somebody else's."""
    split: Token | None = None
    """The direction of the change whose parts the open bracket lists."""
    sign: int = 0
    """The last direction that was no residue of the form."""
    listing: bool = False
    purpose: bool = False
    reason: int | None = None
    reason_topic: Subject | None = None
    leads: str | None = None
    """The open reason is of the figures `behind` its comma, or of `none` at all."""
    because: tuple[int, int] | None = None
    """A reason that stands before what it explains: 受减税影响，收入下降3%."""
    parts: bool = False
    parts_at: int = -1
    """How many amounts stood before 其中: none after it means that its parts follow in the next lines."""
    each: list[Subject] = []
    each_years: list[int] = []
    years: list[int] = []
    names: list[Subject] = []
    levels: list[Level] = []
    title: int = 0
    average: bool = False
    aspect: Subject | None = None
    """偿还政府债务方面，…: what the next clause's figure is about."""
    divided: Level | None = None
    """The figure whose parts 其中 began to list, also behind the list's end."""
    viewed: Subject | None = None
    """What 分级次看 divides."""
    item_at: int = -1
    """Where the text after the last semicolon begins."""
    amounts: int = 0
    facts: int = 0
    """Of its amounts, those that can say something of the accounts: 5个导向 does not."""
    item_scope: tuple[str | None, int] = (None, -1)
    """The scope before the item, and how many amounts: an item without a figure changes no scope."""
    item: int = 0
    """How many levels stood before the last 其中 or semicolon."""


class Held(NamedTuple):
    """What a bracket interrupts, kept until it closes."""

    clause: Clause
    topic: Subject | None
    listing: bool
    purpose: bool
    fund: str | None
    scene_fund: str | None
    scope: str | None
    parts: bool
    parent: Level | None
    levels: int
    last: Level | None
    start: int
    year: int | None
    base: tuple[str | None, int | None, int | None] | None
