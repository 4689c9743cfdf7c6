"""A QTI 3 player with what the items need: it runs their response processing."""

import re
from math import isclose

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"


class Play:
    """One response to an item. `outcomes` holds SCORE, FEEDBACK and MISSED."""

    def __init__(self, item, response):
        self.item = item
        self.outcomes = {"SCORE": 0.0, "FEEDBACK": None, "MISSED": []}
        self.values = {"RESPONSE": response}
        for rule in item.find(f"{QTI}qti-response-processing"):
            self.run(rule)

    @property
    def score(self):
        return self.outcomes["SCORE"]

    def run(self, rule):
        if rule.tag == f"{QTI}qti-set-outcome-value":
            self.outcomes[rule.get("identifier")] = self.value(rule[0])
            return
        for branch in rule:
            is_else = branch.tag == f"{QTI}qti-response-else"
            if is_else or self.value(branch[0]):
                for each in branch if is_else else branch[1:]:
                    self.run(each)
                return

    def value(self, node):
        return getattr(self, node.tag.removeprefix(f"{QTI}qti-").replace("-", "_") + "_")(node, *node)

    def variable_(self, node):
        return (self.values | self.outcomes)[node.get("identifier")]

    def correct_(self, node):
        declaration = self.item.find(f"{QTI}qti-response-declaration")
        values = [self.typed(each.text, declaration.get("base-type")) for each in declaration[0]]
        return values if declaration.get("cardinality") != "single" else values[0]

    def base_value_(self, node):
        return self.typed(node.text, node.get("base-type"))

    def typed(self, text, base_type):
        return {"float": float, "integer": int}.get(base_type, str)(text)

    def match_(self, node, one, other):
        return self.value(one) == self.value(other)

    def equal_(self, node, one, other):
        below, above = map(float, node.get("tolerance", "0 0").split())
        one, other = self.value(one), self.value(other)
        return other - below <= one <= other + above or isclose(one, other)

    def string_match_(self, node, one, other):
        one, other = self.value(one), self.value(other)
        if node.get("case-sensitive") == "false":
            one, other = one.lower(), other.lower()
        return one == other

    def pattern_match_(self, node, inner):
        return bool(re.fullmatch(node.get("pattern"), self.value(inner)))

    def is_null_(self, node, inner):
        return self.value(inner) is None

    def index_(self, node, inner):
        return self.value(inner)[int(node.get("n")) - 1]

    def sum_(self, node, *inner):
        return sum(map(self.value, inner))

    def and_(self, node, *inner):
        return all(map(self.value, inner))

    def or_(self, node, *inner):
        return any(map(self.value, inner))

    def not_(self, node, inner):
        return not self.value(inner)

    def member_(self, node, one, many):
        return self.value(one) in self.value(many)

    def multiple_(self, node, *inner):
        values = [self.value(each) for each in inner]
        return [each for value in values for each in (value if isinstance(value, list) else [value])]

    def map_response_(self, node):
        mapping = self.item.find(f".//{QTI}qti-mapping")
        entries = {each.get("map-key"): float(each.get("mapped-value")) for each in mapping}
        total = sum(entries.get(each, 0) for each in self.values["RESPONSE"])
        return min(max(total, float(mapping.get("lower-bound"))), float(mapping.get("upper-bound")))
