"""Words: what each category, period and cue tells the clause and the sentence it stands in."""

from __future__ import annotations

import regex

from pipeline.link.compounds import shared
from pipeline.link.context import PAID, PLACE, Subject, fund_of, narrower, squeezed
from pipeline.link.cues import Token
from pipeline.link.scopes import Scopes, compiled
from pipeline.link.subjects import known
from pipeline.link.uses import uses
from pipeline.link.walk import clauses
from pipeline.records import Mention

TRANSFER = regex.compile("转移支付|税收返还")
TRANSFERS, RETURNS = ("23001", "23002"), "返还性收入"
INCOME = regex.compile(r"(?:补助)?收入")
RECEIVED = regex.compile(r"上级|中央|对我[省市区县州]|对本[省市]|争取|收入")
LENT, MOVED = "债务转贷", "调入一般公共预算"
NON_TAX, CAPITAL = "国有资本经营收入", "国有资本经营预算"


class Words(Scopes):
    """The walk's handlers for categories, measures, lists and funds."""

    def on_category(self, token: Token) -> None:
        mention: Mention = token.data
        clause, sentence = self.clause, self.sentence
        name, code, fund = self.called(token, mention)
        subject = Subject(name, code, token.start, token.end, mention.phase, "category", fund, sentence.number)
        if sentence.title:
            return
        if self.profile.government and (fund or name in self.debts or name in ("一般债务", "专项债务")) and clause.lead < token.start:
            self.area(clause.lead, token.start)
        if clause.share:
            clause.whole = clause.whole or subject.name
        elif self.labelled(token, subject):
            clause.subject = sentence.topic
        elif subject.name in self.plans and (sentence.comparing or clause.subject or subject.name == "年初预算数"):
            self.set_phase(self.plans[subject.name], plan=True)
        elif sentence.comparing and not clause.direction:
            pass
        elif sentence.listing or sentence.purpose:
            clause.candidate = subject
        elif clause.subject and (clause.direction or subject.name in self.weak or self.only_says_fund(clause.subject, subject)):
            clause.fund = narrower(subject.fund, clause.fund)
        else:
            if clause.subject and clause.subject.name in self.weak:
                clause.fund = narrower(clause.subject.fund, clause.fund)
            clause.subject = subject
        clause.categories.append(subject)
        sentence.names.append(subject)
        clause.lead = token.end

    def called(self, token: Token, mention: Mention) -> tuple[str, str | None, str | None]:
        """Name, code and fund of a category, by the side, the budget and the direction that its place in the text gives it."""
        sentence, name, code = self.sentence, mention.name or "", mention.code
        if not self.profile.government:
            name = self.departments.get(name, name)
        written = squeezed(self.folded, token.start, token.end)
        fund = fund_of(name) or fund_of(written)
        if name == NON_TAX:  # of the general budget, except where the capital budget is spoken of
            name, code, fund = (("国有资本经营预算收入", None, CAPITAL) if CAPITAL in (sentence.fund, self.scene.fund)
                                else (name, code, "一般公共预算"))
        if name == LENT and self.profile.government:  # 加上债务转贷5亿元: lent to or by this government, as the side is
            side = next((other.name[-2:] for other in reversed(sentence.names) if other.name.endswith(("收入", "支出"))), "")
            name = LENT + side if side else name
        if name == MOVED:
            name = "调入资金" if self.scene.fund in (None, "一般公共预算") else "调出资金"
        if name in ("调出资金", "调入资金"):
            fund = None  # 调出到一般公共预算5亿元: of the budget it leaves
        if self.profile.government and (TRANSFER.search(written) or (code or "").startswith(TRANSFERS)):
            name, code = self.transfer(token, name, code)
        return name, code, fund

    def transfer(self, token: Token, name: str, code: str | None) -> tuple[str, str | None]:
        """A transfer's name and code: the code list has one for what is paid and one for what is received."""
        text = squeezed(self.folded, self.clause.start, token.end)
        if RECEIVED.search(text):
            self.scene.paid = False
        elif PAID.search(text):
            self.scene.paid = True
        if name == RETURNS and self.scene.paid and not text.endswith("收入"):
            return "返还性支出", "23001"
        if INCOME.match(self.folded, token.end) and not name.endswith("收入"):
            return known(name + "收入", "government")
        part_of = self.scene.parent if self.sentence.parts else None
        whole = squeezed(self.folded, part_of.subject.start, part_of.subject.end) if part_of else ""
        if whole.endswith("收入") and (received := known(name + "收入", "government"))[1]:
            return received  # 返还性收入8亿元,包括增值税税收返还5亿元
        said = name.endswith(("支出", "收入")) or self.folded[token.end:token.end + 2] == "支出"
        if said or not (code or "").startswith((*TRANSFERS, "23003")):
            return name, code
        if not self.scene.paid:
            return name, None
        return (name if name in self.two_sided else name + "支出"), code

    def only_says_fund(self, before: Subject, subject: Subject) -> bool:
        """“三公”经费|一般公共预算支出: the total right behind a category says of which budget that is."""
        joined = before.rule == "category" and not self.folded[before.end:subject.start].strip(" ”\"")
        return joined and before.fund is None and subject.name in self.budgets and not self.folded.startswith(("收入", "支出"), before.end)

    def labelled(self, token: Token, subject: Subject) -> bool:
        """行政运行（款）：2018年预算支出合计5万元 — the item before the colon is meant, not the body's total."""
        topic = self.sentence.topic
        if topic is None or not (topic.code or "").startswith("2") or subject.name not in self.sums or self.profile.government:
            return False
        at = self.position - 1
        while at > 0 and self.tokens[at].kind in ("period", "year", "phase"):
            at -= 1
        return self.tokens[at].kind == "colon" and topic.end >= self.tokens[at].start - 1

    def on_name(self, token: Token) -> None:
        mention: Mention = token.data
        if mention.kind == "project" and not self.sentence.title:
            end = token.end + (2 if self.folded.startswith(("资金", "经费"), token.end) and self.profile.government else 0)
            name = uses()["handled"].sub("", (mention.name or "") + self.folded[token.end:end])
            subject = Subject(name, None, token.start, end, None, "project", sentence=self.sentence.number)
            if self.clause.subject is None:
                self.clause.candidate = subject


    def on_reach(self, token: Token) -> None:
        self.clause.reach = True
        last = self.sentence.levels[-1] if self.sentence.levels else None
        if "phase" in token.data.data:
            self.adjusted_from(token.start)
        if "phase" in token.data.data or (self.profile.government and last and last.phase == "approved"):
            self.set_phase("adjusted", plan=False)  # 由年初预算的5亿元增加到6亿元
        self.clause.direction = None
        self.clause.lead = token.end
        self.sentence.comparing = None

    def on_share(self, token: Token) -> None:
        self.clause.share = self.clause.share or token  # 占支出比重的八成
        self.clause.lead = token.end

    def on_complete(self, token: Token) -> None:
        self.clause.complete = token
        self.sentence.phase = None
        self.clause.lead = token.end

    def on_colon(self, token: Token) -> None:
        """某某经济开发区2025年预算执行情况: — a label names whose figures follow."""
        place = PLACE.search(squeezed(self.folded, self.clause.start, token.start)) if self.profile.government else None
        if place and not self.sentence.amounts and token.start - self.clause.start < 40:
            self.scene.scope = place[1]
        super().on_colon(token)

    def on_parts(self, token: Token) -> None:
        sentence, scene = self.sentence, self.scene
        self.close_clause(token.end)
        level = sentence.levels[-1] if sentence.levels else None if sentence.amounts else scene.last
        if self.profile.government and level is not None and not sentence.levels and level.subject.name in self.whole_names:
            level = None  # 收入总量5亿元。其中，…: not of the total that closed the list
        if level is not None and not sentence.levels and scene.parted > 1 and self.folded[token.end:token.end + 4].lstrip(":：,， ").startswith("用于"):
            level = scene.divided  # 新增债券5亿元，包括一般债券2亿元、专项债券3亿元。其中:用于… — of both kinds
        counted = self.counted(token)
        if level is not None and counted:
            scene.parent = sentence.divided = level
        if counted and (level is not None or sentence.amounts):  # the parts of a figure that could not be tied are parts as well
            sentence.parts = True
            sentence.parts_at, sentence.item = sentence.amounts, len(sentence.levels)
        sentence.listing, sentence.item_scope = False, (scene.scope, sentence.amounts)
        text = self.folded[token.start:token.end]
        if "括" in text or "构成" in text or "为" in text:
            sentence.listing = True

    def counted(self, token: Token) -> bool:
        """Whether a figure follows at once: 其中，我市入选示范城市，获得奖补资金5亿元 divides no figure."""
        commas = 0
        for after in self.tokens[self.position + 1:]:
            if after.kind == "amount":
                return commas < 2
            if after.kind == "stop":
                return False
            commas += after.kind == "comma" and after.start - token.end > 1
        return True

    def on_contains(self, token: Token) -> None:
        self.clause.lead = token.end

    def on_purpose(self, token: Token) -> None:
        self.close_clause(token.end)
        self.sentence.purpose = True

    def on_etc(self, token: Token) -> None:
        means = clauses()["means"].match(self.folded, token.start)
        if means and self.clause.direction:
            self.close_clause(means.end())  # 通过增加财力等措施|消化欠款5亿元: how it was done
            return
        self.clause.etc = token

    def on_plus(self, token: Token) -> None:
        """加上, or 加 and 减 right before a name: a sum goes on, and a list of parts is over."""
        following = self.tokens[self.position + 1:self.position + 2]
        if token.end - token.start == 1 and not (following and following[0].kind == "category" and following[0].start == token.end):
            return
        self.close_clause(token.end)
        if not self.stack:
            self.sentence.parts, self.scene.parent = False, None

    def on_each(self, token: Token) -> None:
        sentence = self.sentence
        names = [name for name in sentence.names if name.start >= self.clause.run]
        if len(names) == 1 and names[0].name == "收支总计":  # 总收入和总支出分别为5亿元、6亿元
            names = [names[0]._replace(name=side) for side in (("总收入", "总支出") if self.profile.government else ("收入总计", "支出总计"))]
        elif len(names) == 1 and self.profile.government:
            names = shared(self, names[0]) or names
        if len(names) > 1:
            sentence.each = names
        elif len(sentence.years) > 1:
            sentence.each_years = list(sentence.years)
        self.clause.lead = token.end

    def on_action(self, token: Token) -> None:
        self.clause.action = self.clause.action or token

    def on_threshold(self, token: Token) -> None:
        self.clause.guard = token
        self.clause.lead = token.end

    def on_third(self, token: Token) -> None:
        """Of others, except where it is what the figure leaves out: 扣除留抵退税因素后增长3%."""
        if self.clause.guard is None or self.clause.guard.kind != "without":
            self.on_threshold(token)

    on_without = on_threshold

    def on_fund(self, token: Token) -> None:
        data = token.data.data
        if compiled(data["not_after"]).search(squeezed(self.folded, max(0, token.start - 6), token.start)):
            return
        if "not_before" in data and compiled(data["not_before"]).match(squeezed(self.folded, token.end, token.end + 8)):
            return
        if self.profile.government and self.clause.lead < token.start:
            self.area(self.clause.lead, token.start)
        fund = data["fund"]
        if self.sentence.comparing is None:
            self.clause.fund = narrower(fund, self.clause.fund)
            self.sentence.fund = narrower(fund, self.sentence.fund)
        self.clause.lead = token.end
