"""One question as an assessment item of QTI 3.

Source: 1EdTech, Question & Test Interoperability 3.0, Assessment Item Information Model.
"""

from dataclasses import replace
from string import ascii_lowercase
from xml.etree.ElementTree import Element

from quizzes.formats import qti_processing as processing
from quizzes.formats.export_question import ExportQuestion
from quizzes.formats.extras import in_right_order
from quizzes.formats.qti_elements import NAMESPACE, add, add_markdown, serialized
from quizzes.formats.question import NotRepresentableError, PlainChoice, PlainQuestion
from quizzes.formats.weights import extra_in
from quizzes.kinds.typed_match import expected_number

_TYPES = {"number": "float", "code": "integer"}


def write_item(export: ExportQuestion, identifier: str) -> bytes:
    """The item as an XML file. Raises `NotRepresentableError` where the right answer is unknown."""
    question = export.question
    if question.kind == "cell" and not export.recorded:
        raise NotRepresentableError("the lesson's run has no such value recorded")
    root = Element(
        "qti-assessment-item",
        {
            "xmlns": NAMESPACE,
            "identifier": identifier,
            "title": question.key,
            "adaptive": "false",
            "time-dependent": "false",
            "xml:lang": "en",
        },
    )
    writers = {
        "single": _choosing,
        "multiple": _choosing,
        "ordering": _ordering,
        "matching": _matching,
        "short": _typing,
        "cell": _typing,
    }
    if question.kind not in writers:
        raise NotRepresentableError(f"QTI has no type '{question.kind}'")
    writers[question.kind](root, export)
    return serialized(root)


def _choosing(root: Element, export: ExportQuestion) -> None:
    question = export.question
    is_single = question.kind == "single"
    cardinality = "single" if is_single else "multiple"
    right = [key for key, choice in _keyed(question) if choice.right]
    declaration = _declare(root, cardinality, "identifier", right)
    is_mapped = not is_single or any(choice.percent for choice in question.choices)
    if is_mapped:
        mapping = add(declaration, "qti-mapping", lower_bound="0", upper_bound="1", default_value="0")
        for key, choice in _keyed(question):
            add(mapping, "qti-map-entry", map_key=key, mapped_value=_credit(choice, question))
    _outcomes(root, cardinality)
    body = _body(root, question)
    names = {"response_identifier": "RESPONSE", "max_choices": "1" if is_single else "0"}
    names |= {"shuffle": "true"} if question.shuffle else {}
    _options(add(body, "qti-choice-interaction", **names), question)
    rules = add(root, "qti-response-processing")
    (processing.score_mapped if is_mapped else processing.score_correct)(rules)
    processing.set_chosen_feedback(rules)
    missed = {key: choice.missed for key, choice in _keyed(question) if choice.right and choice.missed}
    processing.set_missed_feedback(rules, list(missed))
    for key, choice in _keyed(question):
        _feedback(root, "FEEDBACK", key, _feedback_of(choice, question))
    for key, text in missed.items():
        _feedback(root, "MISSED", key, text)


def _ordering(root: Element, export: ExportQuestion) -> None:
    question = export.question
    _declare(root, "ordered", "identifier", question.expects["order"])
    _outcomes(root, "single")
    body = _body(root, question)
    _options(add(body, "qti-order-interaction", response_identifier="RESPONSE", shuffle="false"), question)
    rules = add(root, "qti-response-processing")
    processing.score_neighbors(rules, question.expects["order"])
    processing.set_verdict_feedback(rules)
    reasons = "\n\n".join(choice.feedback for choice in in_right_order(question))
    _feedback(root, "FEEDBACK", "right", reasons)
    _feedback(root, "FEEDBACK", "wrong", reasons)


def _matching(root: Element, export: ExportQuestion) -> None:
    """Directed pairs of a row and a text; each right pair earns an equal part."""
    question = export.question
    texts = {text: f"m{place}" for place, text in enumerate(_texts(question), start=1)}
    pairs = [f"{key} {texts[row.match]}" for key, row in _keyed(question)]
    declaration = _declare(root, "multiple", "directedPair", pairs)
    mapping = add(declaration, "qti-mapping", lower_bound="0", upper_bound="1", default_value="0")
    for pair in pairs:
        add(mapping, "qti-map-entry", map_key=pair, mapped_value=str(1 / len(pairs)))
    _outcomes(root, "single")
    body = _body(root, question)
    names = {"response_identifier": "RESPONSE", "shuffle": "false", "max_associations": str(len(pairs))}
    interaction = add(body, "qti-match-interaction", **names)
    rows = add(interaction, "qti-simple-match-set")
    for key, row in _keyed(question):
        add_markdown(add(rows, "qti-simple-associable-choice", identifier=key, match_max="1"), row.text)
    matches = add(interaction, "qti-simple-match-set")
    for text, identifier in texts.items():
        most = str(len(pairs))
        add(matches, "qti-simple-associable-choice", text, identifier=identifier, match_max=most)
    rules = add(root, "qti-response-processing")
    processing.score_mapped(rules)
    processing.set_verdict_feedback(rules)
    reasons = "\n\n".join(
        filter(None, [*(row.feedback for row in question.choices), question.general_feedback])
    )
    _feedback(root, "FEEDBACK", "right", reasons)
    _feedback(root, "FEEDBACK", "wrong", reasons)


def _texts(question: PlainQuestion) -> list[str]:
    """What the rows are matched with, in alphabetical order, each text once."""
    return sorted({*(row.match for row in question.choices), *extra_in(question)}, key=str.casefold)


def _typing(root: Element, export: ExportQuestion) -> None:
    question = export.question
    base_type = _TYPES.get(question.expects.get("form", ""), "string")
    choices = [_written(choice, base_type) for choice in export.typed_answers]
    right = [choice.text for choice in choices if choice.right][:1]
    if base_type == "float":
        right = [f"{found[0]:.12g}" for text in right if (found := expected_number(text))]
    _declare(root, "single", base_type, right)
    _outcomes(root, "single")
    body = _body(root, question)
    add(add(body, "p"), "qti-text-entry-interaction", response_identifier="RESPONSE", expected_length="20")
    rules = add(root, "qti-response-processing")
    processing.score_typed(rules, choices, base_type, question.expects)
    for key, choice in zip(ascii_lowercase, choices, strict=False):
        _feedback(root, "FEEDBACK", key, _feedback_of(choice, question))


def _feedback_of(choice: PlainChoice, question: PlainQuestion) -> str:
    return "\n\n".join(filter(None, [choice.feedback, question.general_feedback]))


def _credit(choice: PlainChoice, question: PlainQuestion) -> str:
    """What an option earns or costs, -1 to 1."""
    if any(each.percent is not None for each in question.choices):
        return f"{(100 if choice.right and choice.percent is None else choice.percent or 0) / 100:g}"
    if question.kind == "single":
        return str(int(choice.right))
    part = str(1 / sum(each.right for each in question.choices))
    return part if choice.right else f"-{part}"


def _declare(root: Element, cardinality: str, base_type: str, right: list[str]) -> Element:
    names = {"identifier": "RESPONSE", "cardinality": cardinality, "base_type": base_type}
    declaration = add(root, "qti-response-declaration", **names)
    correct = add(declaration, "qti-correct-response")
    for value in right:
        add(correct, "qti-value", value)
    return declaration


def _outcomes(root: Element, cardinality: str) -> None:
    """The outcome variables: SCORE, FEEDBACK (what was chosen), MISSED (what was wrongly left out)."""
    score = add(root, "qti-outcome-declaration", identifier="SCORE", cardinality="single", base_type="float")
    add(add(score, "qti-default-value"), "qti-value", "0")
    for name, many in (("FEEDBACK", cardinality), ("MISSED", "multiple")):
        add(root, "qti-outcome-declaration", identifier=name, cardinality=many, base_type="identifier")


def _body(root: Element, question: PlainQuestion) -> Element:
    body = add(root, "qti-item-body")
    add_markdown(add(body, "div"), question.text)
    return body


def _options(interaction: Element, question: PlainQuestion) -> None:
    for key, choice in _keyed(question):
        add_markdown(add(interaction, "qti-simple-choice", identifier=key), choice.text)


def _feedback(root: Element, outcome: str, key: str, text: str) -> None:
    if text:
        names = {"outcome_identifier": outcome, "identifier": key, "show_hide": "show"}
        add_markdown(add(add(root, "qti-modal-feedback", **names), "qti-content-body"), text)


def _keyed(question: PlainQuestion) -> list[tuple[str, PlainChoice]]:
    return list(zip(ascii_lowercase, question.choices, strict=False))


def _written(choice: PlainChoice, base_type: str) -> PlainChoice:
    text = choice.text.strip()
    return replace(choice, text=text.replace(",", ".") if base_type == "float" else text)
