"""Numbers printed without their unit, read where the amounts beside them leave no doubt."""

from __future__ import annotations

import regex
from msgspec import structs

from pipeline.patterns import Rule
from pipeline.recognise.figures import matcher, read_match
from pipeline.recognise.numerals import SCALES, read_arabic
from pipeline.records import Mention

_SENTENCE = regex.compile(r"[。\n]")


def read_bare(item: tuple[int, Rule, regex.Match[str]], found: list[Mention], text: str, folded: str) -> Mention | None:
    """A number without 元 or without any unit, where its neighbours in the sentence leave no doubt."""
    index, rule, match = item
    previous = found[index - 1] if index else None
    following = found[index] if index < len(found) else None
    if rule.data["bare"] == "multiplier":
        return _multiplied(match, rule, previous, text, folded)
    near = [m for m in (previous, following) if m and m.kind != "count" and _same_sentence(folded, m, match)]
    if not near:
        return None
    if rule.data["bare"] == "shared" and not (following in near and following is not None and following.start - match.end() <= 1):
        return None
    if rule.data["bare"] == "listed" and not (previous in near and following in near and _one_unit(near)):
        return None
    mention = read_match(rule, match, text, folded)[0]
    flags = (*mention.flags, "unit_missing")
    if rule.data["bare"] == "percent":
        follows = previous in near and previous is not None and previous.kind == "money"
        if follows and previous and _is_change(folded, previous) and match.start() - previous.end <= 8:
            return structs.replace(mention, flags=flags)
        return _bare_money(mention, match, near, flags) if len(match["value"]) > 3 and match["value"][-3] == "." else None
    return _bare_money(mention, match, near, flags)


def _multiplied(match: regex.Match[str], rule: Rule, previous: Mention | None, text: str, folded: str) -> Mention | None:
    """0.39万 is money behind a word for money, or beside money where it has two decimals: 其中A为5.00万，B为3.20万."""
    before = folded[max(0, match.start() - 8):match.start()].rstrip(" 为约近共了:：")
    beside = previous is not None and previous.kind == "money" and _same_sentence(folded, previous, match)
    exact = match["value"][-3:-2] == "."
    if before.endswith(matcher().multiplied) or (beside and (exact or before.endswith(matcher().change))):
        return read_match(rule, match, text, folded)[0]
    return None


def _bare_money(mention: Mention, match: regex.Match[str], near: list[Mention], flags: tuple[str, ...]) -> Mention | None:
    unit = next((m.unit for m in near if m.kind == "money" and m.unit), None)
    if unit is None:
        return None
    scale = unit.removesuffix("整").removesuffix("元")
    if scale not in SCALES:
        return None
    value, step = read_arabic(match["value"], scale)
    return structs.replace(mention, kind="money", flags=flags, step=step,
                           value=-value if (mention.value or 0) < 0 else value)


def _one_unit(mentions: list[Mention]) -> bool:
    """Whether they are all money in one unit: the number between them in the list is in it too."""
    return all(mention.kind == "money" for mention in mentions) and len({mention.unit for mention in mentions}) == 1


def _same_sentence(folded: str, mention: Mention, match: regex.Match[str]) -> bool:
    first, last = sorted(((mention.start, mention.end), match.span()))
    return last[0] - first[1] <= 60 and not _SENTENCE.search(folded, first[1], last[0])


def _is_change(folded: str, mention: Mention) -> bool:
    return folded[max(0, mention.start - 6):mention.start].rstrip(" 了约近-").endswith(matcher().change)
