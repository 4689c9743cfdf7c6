"""The rules by which Moodle 4.5 imports a file of Moodle XML, and how it grades what it has imported.

`imported` returns {name: type} or raises `ImportStopsError` where Moodle would stop or leave a question out.
"""

import re
from xml.etree import ElementTree

FRACTIONS = (
    *(1, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2, 0.1666667),
    *(0.1428571, 0.125, 0.1111111, 0.1, 0.05, 0),
)


class ImportStopsError(Exception):
    pass


def imported(content):
    root = ElementTree.fromstring(content)
    found, numbers = {}, set()
    for node in root:
        if node.get("type") == "category":
            need(node.findtext("category/text"), "a category without a path")
            continue
        name = (node.findtext("name/text") or "").strip()
        need(name and len(name) <= 255, "a name of 1 to 255 characters")
        need(node.find("questiontext").get("format") == "html", "text that Moodle shows as it is")
        need((node.findtext("questiontext/text") or "").strip(), "a text")
        number = node.findtext("idnumber")
        need(number not in numbers, "an id number that is there once")
        numbers.add(number)
        for feedback in node.iter("feedback"):
            need(feedback.get("format") == "html", "feedback that Moodle shows as it is")
        RULES[node.get("type")](node)
        found[name] = node.get("type")
    return found


def need(holds, what):
    if not holds:
        raise ImportStopsError(f"Moodle needs {what}")


def multichoice(node):
    fractions = fractions_of(node)
    need(len(fractions) >= 2, "two answers")
    for answer in node.iter("answer"):
        need(answer.get("format") == "html", "options that Moodle shows as they are")
    if node.findtext("single") == "true":
        need(max(fractions) == 1, "an answer with 100 %")
    else:
        need(abs(1 - sum(each for each in fractions if each > 0)) <= 0.01, "100 % together")


def shortanswer(node):
    need(node.findtext("usecase") in ("0", "1"), "usecase")
    need(max(fractions_of(node)) == 1, "an answer with 100 %")
    need(all((each.findtext("text") or "").strip() for each in node.iter("answer")), "texts")


def numerical(node):
    need(max(fractions_of(node)) == 1, "an answer with 100 %")
    for answer in node.iter("answer"):
        text = answer.findtext("text")
        need(text == "*" or number(text) is not None, "numbers")
        need(number(answer.findtext("tolerance")) is not None, "tolerances")


def matching(node):
    rows = [each for each in node.iter("subquestion") if (each.findtext("text") or "").strip()]
    texts = {each.findtext("answer/text") for each in node.iter("subquestion")}
    need(len(rows) >= 2 and len(texts) >= 2, "two rows and two texts")


def ordering(node):
    need(node.find("shownumcorrect") is not None, "<shownumcorrect/>: the importer stops without it")
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        need(node.find(name) is not None, f"<{name}>")
    places = [float(each.get("fraction")) for each in node.iter("answer")]
    need(len(places) >= 2 and places == sorted(places), "rows in their order")
    for name in ("layouttype", "selecttype", "selectcount", "gradingtype", "showgrading"):
        need(node.find(name) is not None, f"<{name}>")


RULES = {
    "multichoice": multichoice,
    "shortanswer": shortanswer,
    "numerical": numerical,
    "matching": matching,
    "ordering": ordering,
}


def fractions_of(node):
    """The fractions, each one that Moodle's form offers: its importer refuses any other."""
    found = []
    for answer in node.iter("answer"):
        fraction = float(answer.get("fraction")) / 100
        known = [each for each in FRACTIONS if abs(each - abs(fraction)) < 0.00001]
        need(known, f"a fraction that it knows, not {fraction}")
        found.append(fraction)
    return found


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def typed_credit(node, said):
    """What Moodle gives for a typed answer: the fraction of the first answer that matches, 0 to 1."""
    for answer in node.iter("answer"):
        known, fraction = answer.findtext("text"), float(answer.get("fraction")) / 100
        if node.get("type") == "numerical":
            fits = (
                known == "*" or abs(float(said) - float(known)) <= float(answer.findtext("tolerance")) + 1e-9
            )
        else:
            parts = (re.escape(each.replace(r"\*", "*")) for each in re.split(r"(?<!\\)\*", known.strip()))
            flags = re.NOFLAG if node.findtext("usecase") == "1" else re.IGNORECASE
            fits = re.fullmatch(".*".join(parts), said.strip(), flags)
        if fits:
            return fraction
    return 0.0
