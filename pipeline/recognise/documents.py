"""The document's own row: title, issuing body, region, fiscal year and type, from its first page."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from pipeline.patterns import Rule, load_rules
from pipeline.reading import Reading, fold
from pipeline.recognise.names import mend_body
from pipeline.recognise.regions import find_region
from pipeline.records import Sections

_YEAR = regex.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})(?= {0,2}(?:-[0-9]{4})? {0,2}年|年度)")
_NUMERAL_YEAR = regex.compile(r"二[○〇零]([一二三四五六七八九○〇零]{2})年")
_DIGITS = {mark: i for i, marks in enumerate(("○〇零", "一", "二", "三", "四", "五", "六", "七", "八", "九")) for mark in marks}
_SPACE = regex.compile(r"[\s\u3000]+")
_DOCUMENT_WORDS = regex.compile(r"^(?:关于)?|(?:[0-9]{4}|二[○〇零][一二三四五六七八九○〇零]{2}) ?年度?|(?:部门|单位)?(?:预算|决算)(?:公开)?.*$")
_BY = regex.compile(r"^(?:经|由|受|据|来源)")
GOVERNMENT = regex.compile(r"各位代表|全[省市县区]|地方政府|本级|财政总收入|(?<!上缴)(?:税收|非税)收入(?:累计)?(?:完成)?[0-9]|地方(?:一般公共|公共财政|财政)\p{Han}{0,2}收入")
"""In the opening of a document whose title says no type: whose accounts it gives."""
ABOVE = regex.compile(r"^(?:和|与|及|\p{Han}{0,3}[、和]|\p{Han}{0,14}(?:省|自治区)财政厅|财政局)")
"""In running text: a finance department above, or one without a place."""
ORDERS = regex.compile(r"《|[\"“]|关于|下达|核定|转贷|印发|批[准复]|完成|代|通知|要求")
"""Behind a finance department that has something done to the document's own body."""
_SHORT_BODY = regex.compile(r"^[市省区县州盟](?=财政)")


class Document(NamedTuple):
    title: str
    body: str | None
    region: str | None
    region_code: str | None
    year: int | None
    type: str | None
    kind: str
    """department | government: whose names of categories hold."""


@cache
def _types() -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules("documents.toml").rules if "type" in rule.data)


def describe(reading: Reading, folded: str, sections: Sections) -> Document:
    """What the document is: every field None where the first page does not say it."""
    lines = _first_lines(reading)
    title = _title([_without_noise(line) for line in lines]) or _SPACE.sub("", reading.title or "") or next((t.title for t in reading.tables if t.title), "")
    opening = _SPACE.sub("", folded[:1500])
    if "公报" in opening[:200]:
        title = _reported(folded) or title
    rule = _type(title, opening, lines)
    year = _year(title) or _year(" ".join(lines[:12])) or _year(folded[:1500]) or _year_of_file(reading.source)
    kind = rule.data["kind"] if rule else ("government" if GOVERNMENT.search(opening) else "department")
    body = _body(title, lines, opening, kind)
    region = next((found for text in (title, body or "", opening[:400]) if text and (found := find_region(fold(text), year))), None)
    if region and region[0].endswith(("县", "区")) and region[0] not in title + (body or "") and "全市" in opening[:200]:
        region = None  # one of those that a city's statement lists
    if body and kind == "government" and region and _SHORT_BODY.match(body):
        body = (region[0] if region[0].endswith(body[0]) else region[0] + body[0]) + body[1:]
    if body and kind == "department" and region:
        body = mend_body(body, region[0], reading.text)
    return Document(title, body, region[0] if region else None, region[1] if region else None, year,
                    rule.data["type"] if rule else None, kind)


def _first_lines(reading: Reading) -> list[str]:
    """The first page's lines up to the contents or the first sentence, without white space."""
    noise, stop = load_rules("documents.toml")["noise-line"].pattern, load_rules("documents.toml")["stop-line"].pattern
    found: list[str] = []
    for line in reading.text[:2000].split("\n")[:20]:
        line = _SPACE.sub(" ", line).strip()
        if not line or "\t" in line:
            continue
        folded = fold(line)
        bare = _SPACE.sub("", folded)
        if stop.match(folded) and found:
            found.append("")  # nothing behind it continues the title, but bodies stand there
            continue
        if noise.match(folded) or noise.match(bare) or stop.match(folded):
            continue
        found.append(_SPACE.sub("", line))
        if len(line) > 70 and "。" in line:
            break
    return found


def _reported(folded: str) -> str:
    """The budget report that a gazette prints, by its title: the year of the issue is not the year of its figures."""
    pattern = next(rule.pattern for rule in _types() if rule.id == "execution-report")
    titles = (_SPACE.sub("", match[0]) for match in regex.finditer(r"关于[^。《》()…]{6,60}?草案\s?的\s?报告", folded))
    return next((title for title in titles if pattern.search(title) and _year(title)), "")


def _without_noise(line: str) -> str:
    """A line without a table number, a part's number or the site's date before or behind the title."""
    folded = fold(line)
    for match in load_rules("documents.toml")["title-noise"].pattern.finditer(folded):
        if match.start() == 0 and not _YEAR.match(folded):
            line = line[match.end():]
        elif match.start():
            return line[:match.start()]
    return line


def _year_of_file(source: str) -> int | None:
    """The year in the file's name, where no page says one."""
    match = regex.search(r"(?<![0-9])20[0-4][0-9](?=年|度)", source.rsplit("/", 1)[-1])
    return int(match[0]) if match else None


def _title(lines: list[str]) -> str:
    """The lines that make the title: 某局 + 2024年度部门决算; '' where no line ends like a title."""
    ends = load_rules("documents.toml")["title-word"].pattern
    for i, line in enumerate(lines[:10]):
        if not line or (len(line) > 60 and "。" in line):
            break
        joined, last = line, i
        while last + 1 < len(lines) and last - i < 3 and _goes_on(joined, lines[last + 1], ends):
            last += 1
            joined += lines[last]
        if ends.search(fold(joined)) and len(joined) <= 90:
            return joined
    return ""


def _goes_on(title: str, following: str, ends: regex.Pattern[str]) -> bool:
    """Whether the next line belongs to the title: it goes on with 和/与, or the title is not complete yet."""
    if not following or len(following) > 50 or "。" in following or following.startswith(("——", "来源", "预算主管")):
        return False
    folded = fold(title)
    if following[0] in "和与及" or title.endswith(("和", "与", "及", "的")):
        return True
    if folded.startswith(("关于", "《关于")):
        return not regex.search(r"(?:报告|说明|决议|方案|意见|议案)[)》”]*(?:\(\p{Han}+\))?$", folded)
    if not ends.search(folded):
        return bool(ends.search(fold(following)))
    return bool(ends.search(fold(following))) and not _year(following) and "财政" not in following[:6]


def _type(title: str, opening: str, lines: list[str]) -> Rule | None:
    """The first rule that fits the title, else the first page; tables captioned 部门：某局 are that department's."""
    folded = fold(title)
    found = next((rule for rule in _types() if rule.pattern.search(folded)), None)
    caption = load_rules("documents.toml")["department-caption"].pattern
    if found and found.data.get("tables") and any(caption.match(fold(line)) for line in lines):
        return load_rules("documents.toml")["department-final" if "决算" in folded else "department-budget"]
    return found or next((rule for rule in _types() if rule.pattern.search(opening[:600])), None)


def _year(text: str) -> int | None:
    folded = fold(text)
    if match := _YEAR.search(folded):
        return int(match[1])
    if match := _NUMERAL_YEAR.search(folded):
        return 2000 + 10 * _DIGITS[match[1][0]] + _DIGITS[match[1][1]]
    return None


def _body(title: str, lines: list[str], opening: str, kind: str) -> str | None:
    """The issuing body as the document names it: on a line of its own, in the title, or beside 财政局 in the opening."""
    rules = load_rules("documents.toml")
    for line in [*lines, *regex.split(r"[单 ]位[:：]", opening[:200])[:1]]:
        if match := rules["body-line"].pattern.search(fold(line)):
            return line[slice(*match.span("body"))]
    if match := regex.search(r"部 ?门[:：](\p{Han}{4,30}?)(?:单位|$)", opening[:300]):
        return match[1]
    if kind == "department":
        name = _DOCUMENT_WORDS.sub("", fold(title))
        whole = rules["organ"].pattern.match(name)
        return _unfolded(title, whole[0]) if whole else None
    for line in lines:
        if match := rules["finance-body"].pattern.match(fold(line)):
            return _BY.sub("", match["body"])
    for match in rules["finance-body"].pattern.finditer(opening[:600]):
        sums = opening.startswith("汇总", match.end("body"))
        if (sums or not ABOVE.match(match["body"])) and not ORDERS.match(opening, match.end("body")):
            return _BY.sub("", match["body"])
    return None


def _unfolded(text: str, part: str) -> str:
    start = fold(text).find(part)
    return text[start:start + len(part)] if start >= 0 else part
