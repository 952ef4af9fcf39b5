"""Digits as OCR misreads them: repaired where only one reading is possible, named where several are."""

from __future__ import annotations

import regex

from pipeline.patterns import load_rules

NUMBER = regex.compile(r"(?<![\d.,，])\d[\d.,， ]{2,30}+(?<=\d)(?![\d])")


def repaired(text: str) -> tuple[str, int, list[str]]:
    """The text, as long as it was, with certain misreadings of numbers put right; how many; and the doubtful ones.

    >>> repaired('收入2.112.86万元，支出3，106.66万元，结余1,23.4万元')
    ('收入2,112.86万元，支出3,106.66万元，结余1,23.4万元', 2, ['1,23.4'])
    """
    rules = load_rules("extract_ocr.toml")
    count, doubtful = 0, []

    def one(match: regex.Match[str]) -> str:
        nonlocal count
        number = match[0]
        if rules["plain"].pattern.fullmatch(number):
            return number
        for name, groups in (("points-for-commas", ".,，"), ("comma-for-point", ".,，")):
            if rules[name].pattern.fullmatch(number):
                head, tail = number.rstrip("0123456789")[:-1], number[len(number.rstrip("0123456789")):]
                count += 1
                return "".join("," if character in groups else character for character in head) + "." + tail
        if rules["wide-comma"].pattern.fullmatch(number):
            count += 1
            return number.replace("，", ",")
        if rules["doubtful"].pattern.fullmatch(number):
            doubtful.append(number)
        return number

    return NUMBER.sub(one, text), count, doubtful
