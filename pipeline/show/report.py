"""One page over a whole run: what was read, how much of it is tied and trusted, and what the figures say."""

from __future__ import annotations

import html
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pipeline.records import Fact, Record
from pipeline.show.charts import COLOURS, bars, grouped_bars

STYLE = """body{font:14px/1.6 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1d2430;margin:0 auto;max-width:1120px;padding:16px 24px}
h1{font-size:22px}h2{font-size:17px;border-bottom:1px solid #d7dce3;margin-top:32px}section{break-inside:avoid}
.figures{display:flex;flex-wrap:wrap;gap:12px}.figures div{border:1px solid #d7dce3;border-radius:8px;padding:8px 16px;min-width:130px}
.figures b{display:block;font-size:22px}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #e6e9ee;padding:3px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.pair{display:grid;grid-template-columns:1fr 1fr;gap:24px}svg{max-width:100%;height:auto}small{color:#667085}
@media(max-width:900px){.pair{grid-template-columns:1fr}}"""


@dataclass
class Survey:
    """What the report needs of all records; fed one by one, so that a run of any size fits."""

    documents: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    linked: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    problems: Counter[str] = field(default_factory=Counter)
    contradictions: list[tuple[str, str]] = field(default_factory=list)
    spending: dict[tuple[str, int], dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    cycle: dict[tuple[str, int], dict[str, dict[str, Decimal]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))

    def add(self, record: Record) -> None:
        document = record.document
        kind = document.type or "未识别"
        self.documents += 1
        self.kinds[kind] += 1
        self.years[str(document.year or "未识别")] += 1
        self.regions[(document.region or "未识别")] += 1
        self.problems.update(problem.kind for problem in record.problems)
        self.linked[kind][0] += sum(1 for fact in record.facts if fact.source == "text")
        self.linked[kind][1] += len(record.unlinked)
        self.contradictions += [(document.title or document.source, check.message) for check in record.checks if check.result == "fail"]
        for fact in record.facts:
            self.facts[fact.source] += 1
            self.outcomes[kind][fact.outcome] += 1
            self._money(document.body or "", fact)

    def _money(self, body: str, fact: Fact) -> None:
        if fact.kind != "money" or fact.measure != "level" or not fact.year or not fact.category:
            return
        if fact.scope not in {None, "市本级", "全市", "省级", "全省"} or fact.breakdown not in {None, "合计", "本年支出合计"}:
            return
        key = (body, fact.year)
        if fact.code and len(fact.code) == 3 and fact.code.startswith("2") and fact.phase == "executed":
            self.spending[key].setdefault(fact.category, fact.value)
        if fact.phase in {"approved", "executed"}:
            self.cycle[key][fact.category].setdefault(fact.phase, fact.value)


def report_page(records: Iterable[Record], *, body: str | None = None, year: int | None = None,
                scores: Sequence[dict[str, Any]] = ()) -> str:
    """The report as self-contained HTML.

    `body` and `year` choose whose spending is drawn; without them, the body and year with the most classes read.
    `scores` are rows of `juesuan evaluate` (document, metric → F1), shown where given.
    """
    survey = Survey()
    for record in records:
        survey.add(record)
    parts = [_totals(survey), _documents(survey), _coverage(survey), _scores(scores), _spending(survey, body, year),
             _budget_and_final(survey, body, year), _problems(survey), _contradictions(survey)]
    return (f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>juesuan report</title>'
            f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            f"<style>{STYLE}</style></head><body><h1>运行报告 <small>Run report</small></h1>{''.join(parts)}</body></html>\n")


def _section(title: str, english: str, content: str) -> str:
    return f"<section><h2>{title} <small>{english}</small></h2>{content}</section>" if content else ""


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as an HTML table; numbers right-aligned, text escaped."""

    def cell(value: Any, tag: str = "td") -> str:
        number = isinstance(value, int | float | Decimal)
        return f"<{tag}{' class=n' if number else ''}>{html.escape(f'{value:,}' if number else str(value))}</{tag}>"

    body = "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in rows)
    return f"<table><tr>{''.join(cell(name, 'th') for name in header)}</tr>{body}</table>" if body else ""


def _totals(survey: Survey) -> str:
    linked, unlinked = (sum(pair[i] for pair in survey.linked.values()) for i in (0, 1))
    checked = sum(counts["supported"] + counts["contradicted"] for counts in survey.outcomes.values())
    everything = sum(survey.facts.values())
    figures = [("文件 documents", survey.documents), ("正文数据 text facts", survey.facts["text"]), ("表中数据 table facts", survey.facts["table"]),
               ("已归类 linked", f"{linked / max(1, linked + unlinked):.1%}"), ("已核对 checked", f"{checked / max(1, everything):.1%}"),
               ("矛盾 contradictions", len(survey.contradictions)), ("问题 problems", sum(survey.problems.values()))]
    return '<div class="figures">' + "".join(
        f"<div><b>{value if isinstance(value, str) else f'{value:,}'}</b>{name}</div>" for name, value in figures) + "</div>"


def _documents(survey: Survey) -> str:
    charts = [bars(*zip(*counts, strict=True)) for counts in (survey.kinds.most_common(12), sorted(survey.years.items())[-15:]) if counts]
    regions = survey.regions.most_common(15)
    rest = bars(*zip(*regions, strict=True), colour=COLOURS[2]) if regions else ""
    return _section("文件", "Documents by kind, year and region", f'<div class="pair">{"".join(charts)}</div>{rest}')


def _coverage(survey: Survey) -> str:
    rows = []
    for kind, (linked, unlinked) in sorted(survey.linked.items(), key=lambda item: -sum(item[1])):
        counts = survey.outcomes[kind]
        total = sum(counts.values())
        rows.append((kind, linked, unlinked, f"{linked / max(1, linked + unlinked):.1%}", total, f"{counts['supported'] / max(1, total):.1%}",
                     counts["contradicted"]))
    return _section("覆盖", "Coverage", _table(("类型 kind", "已归类 linked", "未归类 unlinked", "归类率", "数据 facts", "相符 supported", "矛盾 contradicted"), rows))


def _scores(scores: Sequence[dict[str, Any]]) -> str:
    if not scores:
        return ""
    names = [name for name in scores[0] if name != "document"]
    return _section("与标注比较", "Scores against gold",
                    _table(("document", *names), [(row["document"], *(f"{row[n]:.3f}" if row.get(n) is not None else "" for n in names)) for row in scores]))


def _chosen(groups: dict[tuple[str, int], Any], body: str | None, year: int | None) -> tuple[str, int] | None:
    fitting = [key for key in groups if key[0] and (body is None or body in key[0]) and year in (None, key[1])]
    return max(fitting, key=lambda key: (len(groups[key]), key[1]), default=None)


def _spending(survey: Survey, body: str | None, year: int | None) -> str:
    key = _chosen(survey.spending, body, year)
    if key is None:
        return ""
    ranked = sorted(survey.spending[key].items(), key=lambda item: -item[1])[:20]
    chart = bars([name for name, _ in ranked], [float(value / 10_000) for _, value in ranked], unit="万元")
    return _section(f"支出按功能分类：{html.escape(key[0])} {key[1]}", "Spending by function", chart)


def _budget_and_final(survey: Survey, body: str | None, year: int | None) -> str:
    pairs = {key: {name: phases for name, phases in group.items() if len(phases) == 2} for key, group in survey.cycle.items()}
    key = _chosen({key: group for key, group in pairs.items() if group}, body, year)
    if key is None:
        return ""
    ranked = sorted(pairs[key].items(), key=lambda item: -item[1]["executed"])[:20]
    series = {name: [float(phases[phase] / 10_000) for _, phases in ranked] for name, phase in (("年初预算", "approved"), ("决算", "executed"))}
    return _section(f"预算与决算：{html.escape(key[0])} {key[1]}", "Budget against final accounts",
                    grouped_bars([name for name, _ in ranked], series, unit="万元"))


def _problems(survey: Survey) -> str:
    return _section("问题", "Problems", _table(("种类 kind", "次数 count"), survey.problems.most_common()))


def _contradictions(survey: Survey) -> str:
    shown = survey.contradictions[:200]
    note = f"<p>前 200 条，共 {len(survey.contradictions):,} 条 (first 200)</p>" if len(survey.contradictions) > 200 else ""
    return _section("自相矛盾", "Contradictions", note + _table(("文件 document", "说明"), shown))
