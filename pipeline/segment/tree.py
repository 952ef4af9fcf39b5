"""Puts headings into a tree by the style of their numbers, not by absolute level."""

from __future__ import annotations

from pipeline.segment.contents import key_of
from pipeline.segment.heads import Head
from pipeline.segment.marks import UNNUMBERED, Mark, style_named
from pipeline.segment.nodes import Node, fundless, is_prose, is_shelf

TEXT = 150
"""Characters of text under a heading that show that a table after it is not what the heading announces."""
TOP = 2
"""Level of an unnumbered heading that stands under none."""


class Tree:
    """Grows heading by heading; `nodes` keeps reading order."""

    def __init__(self, heads: list[Head], resets: list[int]) -> None:
        self.heads, self.resets = heads, resets
        self.nodes: list[Node] = []
        self.ends: list[int] = []
        self.stack: list[int] = []
        self.last: dict[str, int] = {}
        """The latest number of each style: a list may run on under several headings."""

    def grow(self, length: int) -> None:
        """Places every heading; `length` is where the text ends."""
        reset = 0
        for i, head in enumerate(self.heads):
            while reset < len(self.resets) and self.resets[reset] <= head.start:
                self._close(0, self.resets[reset])
                reset += 1
            if head.table and not head.style and self._trails(i):
                self._close(0, head.start)
            node = self._numbered(i, head) if head.style else self._plain(i, head)
            if head.style:
                self.last[head.style.name] = head.value
            self.nodes.append(node)
            self.ends.append(length)
            self.stack.append(i)
        for at in self.resets[reset:]:
            self._close(0, at)

    def _trails(self, i: int) -> bool:
        """Whether a table stands after the text of a report: text came before, and nothing that is open is carried on later."""
        if not self.stack:
            return False
        top = self.nodes[self.stack[-1]].head
        if top.table or (top.kind == "H" and self.heads[i].start - top.end <= TEXT):
            return False
        return not self._carried(i, 0)

    def _carried(self, i: int, depth: int) -> bool:
        """Whether any numbered heading that is open from `depth` on has its next number after heading `i`."""
        return any(node.head.style is not None and self._resumed(i, node) for node in (self.nodes[j] for j in self.stack[depth:]))

    def _resumed(self, i: int, node: Node) -> bool:
        """Whether a heading after heading `i` comes after an open one: the next number of its style, before that begins anew."""
        for other in self.heads[i + 1:]:
            if other.style is not None and other.style.rank <= node.rank:
                return other.style.rank == node.rank and other.value > node.value
        return False

    def _close(self, depth: int, at: int) -> None:
        for i in self.stack[depth:]:
            self.ends[i] = at
        del self.stack[depth:]

    def _under(self, depth: int, head: Head) -> tuple[int | None, int]:
        """Closes what lies deeper than `depth` and returns the parent and the level its children start from."""
        self._close(depth, head.start)
        if not self.stack:
            return None, 0
        return self.stack[-1], self.nodes[self.stack[-1]].under

    def _numbered(self, i: int, head: Head) -> Node:
        assert head.style
        rank, value = head.style.rank, head.value
        depth = len(self.stack)
        same: list[int] = []
        while depth:
            node = self.nodes[self.stack[depth - 1]]
            if node.rank < rank and not (node.head.style is None and self._over(depth - 1, rank)):
                break
            depth -= 1
            if node.rank == rank and (node.head.style or not node.head.table):
                same.append(depth)
        if not same and value > 1:
            same = [at for at, j in enumerate(self.stack) if self.nodes[j].rank == rank and self.nodes[j].value == value - 1][-1:]
        if not same:
            return self._child(self._inside_plain(depth, rank) if value == 1 else depth, head)
        sibling = self._continued(same, head)
        if sibling is None and value == 1 and (nested := self._nested(i, same[0], head)) is not None:
            head.flags.append("restart")
            return self._child(nested, head)
        return self._sibling(same[0] if sibling is None else sibling, head)

    def _inside_plain(self, depth: int, rank: float) -> int:
        """Below an unnumbered heading that has only text so far, a list that begins at 1 is its own."""
        top = self.nodes[self.stack[-1]] if self.stack else None
        return len(self.stack) if top is not None and is_prose(top.head) and (top.head.place is None or top.rank > rank) else depth

    def _over(self, depth: int, rank: float) -> bool:
        """Whether a numbered heading of this rank or a larger one is open below an unnumbered one."""
        for at in range(depth - 1, -1, -1):
            node = self.nodes[self.stack[at]]
            if node.head.style is not None:
                return node.rank >= rank
        return False

    def _continued(self, same: list[int], head: Head) -> int | None:
        """Depth of the open heading that this one comes after: one that looks like it before a deeper one."""
        fits = [depth for depth in same if self.nodes[self.stack[depth]].value + 1 == head.value]
        alike = [depth for depth in fits if self.nodes[self.stack[depth]].head.kind == head.kind]
        return next(iter(alike or fits), None)

    def _nested(self, i: int, depth: int, head: Head) -> int | None:
        """Depth at which a list that begins at 1 again hangs; None where it stands beside the open one."""
        plain = [at for at in range(depth + 1, len(self.stack)) if is_prose(self.nodes[self.stack[at]].head)]
        if plain and (head.style.rank >= 40 or plain[-1] == len(self.stack) - 1):  # type: ignore[union-attr]
            at = plain[-1]
            twin = key_of(self.nodes[self.stack[at]].head.title) == key_of(head.title)
            return at if twin else at + 1
        if not self.nodes[self.stack[depth]].head.number or self._announced(i, depth):
            return depth + 1
        return depth + 1 if self._carried_on(i, self.nodes[self.stack[depth]].value) else None

    def _announced(self, i: int, depth: int) -> bool:
        """Whether a list that begins anew is all that stands under the open heading: 四、说明, then 一、债务情况."""
        before = self.heads[i - 1]
        return self.stack[depth] == i - 1 == self.stack[-1] and before.bare and before.kind == "H" and before.value > 1 \
            and not before.table and not (i > 1 and self.heads[i - 2].bare)

    def _carried_on(self, i: int, outer: int) -> bool:
        """Whether the list that stands at `outer` goes on after the one that heading `i` begins."""
        style, last = self.heads[i].style, 1
        assert style
        for other in self.heads[i + 1:i + 60]:
            if other.style is None or other.style.rank > style.rank:
                continue
            if other.style.rank < style.rank:
                return False
            if other.value != last + 1:
                return other.value == outer + 1 and max(outer, last) > 1
            last += 1
        return False

    def _child(self, depth: int, head: Head) -> Node:
        assert head.style
        parent, level = self._under(depth, head)
        level = max(head.style.level, level + 1)
        if head.value > 1 and "kind_mismatch" not in head.flags and self.last.get(head.style.name) != head.value - 1:
            head.flags.append("number_gap")
        return Node(head, parent, head.style.rank, head.value, level, level - (head.style == style_named("article")))

    def _sibling(self, depth: int, head: Head) -> Node:
        assert head.style
        before = self.nodes[self.stack[depth]]
        parent, _ = self._under(depth, head)
        if head.value == before.value:
            head.flags.append("number_repeat")
        elif head.value == 1:
            head.flags.append("restart")
        elif head.value != before.value + 1:
            head.flags.append("number_gap")
        return Node(head, parent, before.rank, head.value, before.level, before.under)

    def _plain(self, i: int, head: Head) -> Node:
        if head.place is not None:
            style = head.place.style
            while self.stack and self.nodes[self.stack[-1]].head.style is None and self.nodes[self.stack[-1]].head.place is None:
                self._close(len(self.stack) - 1, head.start)
            depth = next((at for at, j in enumerate(self.stack) if self.nodes[j].rank >= style.rank or self._is_other(j, head.place.under)), len(self.stack))
            parent, level = self._under(depth, head)
            return Node(head, parent, style.rank, head.place.value, style.level, style.level)
        if (twin := self._alike(head)) is not None:
            node = self.nodes[self.stack[twin]]
            parent, _ = self._under(twin, head)
            return Node(head, parent, node.rank, UNNUMBERED, node.level, node.level)
        if head.table:
            self._close(self._prose(i), head.start)
        above = self._above(i)
        depth, step = len(self.stack), 0.5
        if above is not None:
            while depth and self.nodes[self.stack[depth - 1]].rank >= above:
                depth -= 1
        elif i and self.stack and self._chained(self.heads[i - 1], head):
            step = 0.25
        else:
            while depth and self._ends(self.nodes[self.stack[depth - 1]].head):
                depth -= 1
        parent, level = self._under(depth, head)
        rank = above if above is not None else self.nodes[parent].rank + step if parent is not None else float(10 * TOP)
        return Node(head, parent, rank, UNNUMBERED, max(TOP, level + 1), max(TOP, level + 1))

    def _ends(self, head: Head) -> bool:
        """Whether an open heading ends where an unnumbered one begins."""
        return (head.style is None and not is_shelf(head)) or head.kind == "R"

    def _is_other(self, j: int, under: Mark | None) -> bool:
        """Whether an open heading is another entry of the table of contents than the one that a heading stands under."""
        node = self.nodes[j]
        return under is not None and node.head.place is not None and node.head.style is None \
            and node.rank == under.style.rank and node.value not in (under.value, UNNUMBERED)

    def _prose(self, i: int) -> int:
        """Depth of the open unnumbered heading whose numbered list is at its end: a table after it is none of its items."""
        for depth, j in enumerate(self.stack[:-1]):
            head = self.nodes[j].head
            if is_prose(head) and head.place is None and self.nodes[self.stack[depth + 1]].head.style is not None and not self._carried(i, depth + 1):
                return depth
        return len(self.stack)

    def _alike(self, head: Head) -> int | None:
        """Depth of the open unnumbered heading that begins and ends in the same words: 关于…的说明 after 关于…的说明."""
        for depth in range(len(self.stack) - 1, -1, -1):
            node = self.nodes[self.stack[depth]]
            if node.head.style is not None:
                continue
            if node.head.table and head.table:
                return depth
            if (fund := fundless(head.title)) is not None and fund == fundless(node.head.title):
                return depth
            if len(head.title) > 6 and node.head.title[:2] == head.title[:2] and node.head.title[-3:] == head.title[-3:]:
                return depth
        return None

    def _chained(self, before: Head, head: Head) -> bool:
        """Whether an unnumbered heading follows another with no text between."""
        return before.style is None and before.place is None and before.bare and not before.table and not head.table

    def _above(self, i: int) -> float | None:
        """Rank of an unnumbered heading over a list that starts at 一、 or （一） again; None where it is no such heading."""
        following = self.heads[i + 1] if i + 1 < len(self.heads) else None
        if following is None or following.style is None or following.value != 1 or following.style.rank > 30 or not self.heads[i].bare:
            return None
        same = [depth for depth, j in enumerate(self.stack) if self.nodes[j].rank == following.style.rank]
        if not same or self._carried_on(i + 1, self.nodes[self.stack[same[-1]]].value):
            return None
        return following.style.rank - 0.5
