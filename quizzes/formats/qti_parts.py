"""One item of QTI as the parts of a question."""

from collections.abc import Callable
from html import escape

from quizzes.formats.answers import Answer, decimal
from quizzes.formats.make import Parts
from quizzes.formats.pictures import Pictures
from quizzes.formats.question import NotRepresentableError
from quizzes.formats.xml_nodes import Node

_INTERACTIONS = {
    "choice-interaction": "choice",
    "order-interaction": "ordering",
    "match-interaction": "matching",
    "text-entry-interaction": "text",
    "inline-choice-interaction": "choice",
}
_INSTEAD = {
    "extended-text-interaction": "an essay: it needs somebody who reads it. Make a short answer of it",
    "upload-interaction": "a file that learners send: it needs somebody who reads it",
    "gap-match-interaction": "words that are dragged into a text: a matching question asks the same",
    "hotspot-interaction": "a place in a picture: ask for it in words",
    "associate-interaction": "pairs without an order: a matching question asks nearly the same",
    "slider-interaction": "a slider: ask for a number",
}


def parts_of(item: Node, pictures: Pictures) -> Parts:
    """The parts of an item with plain names (`qti_read`). Raises `NotRepresentableError`."""
    body = item.find("item-body")
    if body is None:
        raise NotRepresentableError("an item without a body")
    found = [node for node in _all(body) if node.name.endswith("-interaction")]
    if odd := next((node for node in found if node.name not in _INTERACTIONS), None):
        raise NotRepresentableError(_INSTEAD.get(odd.name, f"its <{odd.name}> has no type here"))
    if len(found) != 1:
        count = "several questions: write an item for each" if found else "a text that asks nothing"
        raise NotRepresentableError(count)
    (interaction,) = found
    kind = _INTERACTIONS[interaction.name]
    declaration = _declaration(item, interaction.attributes.get("response-identifier", "RESPONSE"))
    if kind == "choice":
        is_single = declaration.attributes.get("cardinality", "single") == "single"
        kind = "single" if is_single else "multiple"
    elif kind == "text" and declaration.attributes.get("base-type") in ("float", "integer"):
        kind = "number"
    answers: Callable[[Node, Node, Node], list[Answer]] = _ANSWERS[kind]
    prompt = interaction.find("prompt")
    asked = "\n".join(filter(None, [_html(body, without=interaction), _html(prompt) if prompt else ""]))
    return Parts(
        line=item.line,
        pictures=pictures,
        key=item.attributes.get("identifier", ""),
        title=item.attributes.get("title", ""),
        kind=kind,
        text=asked,
        markup="html",
        answers=answers(item, interaction, declaration),
        general=("", "html"),
        tags=[],
        extras={},
        either_case=_is_either_case(item, declaration),
        shuffle=kind in ("single", "multiple") and interaction.attributes.get("shuffle") == "true",
    )


def _choices(item: Node, interaction: Node, declaration: Node) -> list[Answer]:
    """The options of a choice: with the credits of the mapping, else with those of the correct response."""
    nodes = [node for node in _all(interaction) if node.name in ("simple-choice", "inline-choice")]
    correct, mapped = _correct(declaration), _mapped(declaration)
    part = 100 / max(1, len(correct))
    is_single = declaration.attributes.get("cardinality", "single") == "single"
    most = max(mapped.values(), default=1.0) if is_single else sum(v for v in mapped.values() if v > 0)
    feedback = _feedback(item)
    answers = []
    for node in nodes:
        key = node.attributes.get("identifier", "")
        if mapped:
            percent = 100 * mapped.get(key, 0.0) / (most or 1)
        elif is_single:
            percent = 100.0 * (key in correct)
        else:
            percent = part if key in correct else -part
        own = "".join(_html(each) for each in node.nodes if each.name.startswith("feedback"))
        answers.append(Answer(_html(node), percent, own or feedback.get(key, ""), node.line))
    return answers


def _rows(item: Node, interaction: Node, declaration: Node) -> list[Answer]:
    """The rows of an ordering, in the right order."""
    nodes = {node.attributes.get("identifier", ""): node for node in interaction.every("simple-choice")}
    order = _correct(declaration)
    if sorted(order) != sorted(nodes):
        raise NotRepresentableError("an ordering without a right order of all its rows")
    return [Answer(_html(nodes[key]), place, "", nodes[key].line) for place, key in enumerate(order, start=1)]


def _pairs(item: Node, interaction: Node, declaration: Node) -> list[Answer]:
    """The rows of a matching question. What no row has belongs to none."""
    sets = list(interaction.all("simple-match-set"))
    if len(sets) != 2:
        raise NotRepresentableError("a matching question has two sets")
    rows, texts = (
        {node.attributes.get("identifier", ""): node for node in each.every("simple-associable-choice")}
        for each in sets
    )
    pairs = dict(pair.split()[:2] for pair in _correct(declaration) if len(pair.split()) == 2)
    if set(pairs) != set(rows) or not set(pairs.values()) <= set(texts):
        raise NotRepresentableError("a matching question in which a row has no match, or several")
    answers = [
        Answer(_html(node), 0.0, "", node.line, match=_text(texts[pairs[key]])) for key, node in rows.items()
    ]
    left = [node for key, node in texts.items() if key not in pairs.values()]
    return [*answers, *(Answer("", 0.0, "", node.line, match=_text(node)) for node in left)]


def _typed(item: Node, interaction: Node, declaration: Node) -> list[Answer]:
    """The answers that are expected: those of the mapping, else the correct response.

    A typed answer has its tolerance in the first comparison of the response processing.
    """
    equal = next((node for node in _all(item) if node.name == "equal"), None)
    tolerance = (equal.attributes.get("tolerance", "0").split() or ["0"])[0] if equal else "0"
    found = {key: 100 * value for key, value in _mapped(declaration).items()}
    feedback: dict[str, str] = {}
    for text, credit, identifier in _compared(item):
        found.setdefault(text, credit)
        feedback[text] = _feedback(item).get(identifier, "")
    found |= dict.fromkeys(_correct(declaration)[:1], 100.0)
    return [
        Answer(text, percent, feedback.get(text, ""), interaction.line, tolerance)
        for text, percent in found.items()
    ]


_ANSWERS: dict[str, Callable[[Node, Node, Node], list[Answer]]] = {
    "single": _choices,
    "multiple": _choices,
    "ordering": _rows,
    "matching": _pairs,
    "text": _typed,
    "number": _typed,
}


def _compared(item: Node) -> list[tuple[str, float, str]]:
    """(text, percent, feedback) of the branches that compare the response with a value."""
    found = []
    for branch in _all(item):
        if branch.name in ("response-if", "response-else-if") and branch.nodes:
            test = branch.nodes[0]
            value = test.find("base-value") if test.name in ("match", "equal", "string-match") else None
            if value is not None:
                outcomes = {
                    node.attributes.get("identifier"): node for node in branch.all("set-outcome-value")
                }
                score, feedback = outcomes.get("SCORE"), outcomes.get("FEEDBACK")
                credit = decimal(score.text_of("base-value")) if score else None
                found.append(
                    (
                        value.text.strip(),
                        100 * float(credit or 0),
                        feedback.text_of("base-value") if feedback else "",
                    )
                )
    return found


def _is_either_case(item: Node, declaration: Node) -> bool:
    """Whether upper and lower case of a typed answer are the same."""
    entries = list(declaration.every("map-entry"))
    matches = [node for node in _all(item) if node.name == "string-match"]
    parts = [*entries, *matches]
    return bool(parts) and all(node.attributes.get("case-sensitive", "true") == "false" for node in parts)


def _declaration(item: Node, identifier: str) -> Node:
    for node in item.all("response-declaration"):
        if node.attributes.get("identifier") == identifier:
            return node
    raise NotRepresentableError("an item that does not say what is right")


def _correct(declaration: Node) -> list[str]:
    return [node.text.strip() for node in declaration.nodes_in("correct-response", "value")]


def _mapped(declaration: Node) -> dict[str, float]:
    """{value: credit} of the mapping."""
    found = {}
    for node in declaration.nodes_in("mapping", "map-entry"):
        value = decimal(node.attributes.get("mapped-value", "0"))
        found[node.attributes.get("map-key", "")] = float(value or 0)
    return found


def _feedback(item: Node) -> dict[str, str]:
    """{identifier: HTML} of the feedback that is shown for what was answered."""
    return {
        node.attributes.get("identifier", ""): _html(node)
        for node in item.all("modal-feedback")
        if node.attributes.get("outcome-identifier") != "MISSED"
    }


def _all(node: Node) -> list[Node]:
    """The elements inside, in document order."""
    return [each for inner in node.nodes for each in (inner, *_all(inner))]


def _text(node: Node) -> str:
    """The text of an element and of all inside, on one line."""
    return " ".join("".join(part if isinstance(part, str) else _text(part) for part in node.content).split())


def _html(node: Node, *, without: Node | None = None) -> str:
    """What is in an element as HTML. `without` and feedback that stands in it are left out."""
    written = []
    for part in node.content:
        if isinstance(part, str):
            written.append(escape(part, quote=False))
        elif part is not without and not part.name.startswith("feedback"):
            inner = _html(part, without=without)
            written.append(inner if part.name in _SILENT else _tagged(part, inner))
    return "".join(written).strip() if without is None else "".join(written)


_SILENT = {"content-body", "prompt", "rubric-block", "choice-interaction", "div"}


def _tagged(node: Node, inner: str) -> str:
    names = ("href", "src", "alt")
    pairs = "".join(f' {key}="{escape(node.attributes[key])}"' for key in names if key in node.attributes)
    end = "" if node.name in ("br", "img", "hr") else f"{inner}</{node.name}>"
    return f"<{node.name}{pairs}>{end}"
