"""QTI 3 written: what each item declares, asks, scores and tells."""

import io
import zipfile
from itertools import chain, combinations, permutations
from xml.etree import ElementTree

import pytest

from quizzes.formats.qti_package import write_qti
from quizzes.grading import grade
from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from tests.quizzes.formats import every_question
from tests.quizzes.qti_player import Play

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
CP = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
PARTS = ["qti-response-declaration", "qti-outcome-declaration", "qti-item-body", "qti-response-processing"]


@pytest.fixture(scope="module")
def package():
    with zipfile.ZipFile(io.BytesIO(write_qti(every_question()).content)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def item(package, key):
    return package[f"items/q-{key}.xml"]


def values(node, path):
    return [found.text for found in node.iterfind("/".join(QTI + name for name in path.split("/")))]


def declared(node, kind="response"):
    return [
        (each.get("identifier"), each.get("cardinality"), each.get("base-type"))
        for each in node.iter(f"{QTI}qti-{kind}-declaration")
    ]


def test_the_manifest_names_every_file_and_the_test_every_item_in_order(package):
    manifest = package["imsmanifest.xml"]
    resources = {each.get("identifier"): each for each in manifest.iter(f"{CP}resource")}
    assert {each.get("href") for each in resources.values()} | {"imsmanifest.xml"} == set(package)
    assert {each.get("type") for each in resources.values()} == {"imsqti_test_xmlv3p0", "imsqti_item_xmlv3p0"}
    depended = [each.get("identifierref") for each in resources["test"].iter(f"{CP}dependency")]
    refs = list(package["test.xml"].iter(f"{QTI}qti-assessment-item-ref"))
    keys = [held.question.key for held in every_question()]
    assert depended == [each.get("identifier") for each in refs] == [f"q-{key}" for key in keys]
    assert all(each.get("href") in package for each in refs)


def test_tries_and_what_is_shown_are_in_the_test(package):
    controls = [each.attrib for each in package["test.xml"].iter(f"{QTI}qti-item-session-control")]
    assert controls[0] == {"max-attempts": "3", "show-feedback": "true", "show-solution": "true"}
    assert controls[1]["show-solution"] == "false"


@pytest.mark.parametrize("key", [held.question.key for held in every_question()])
def test_an_item_is_whole(package, key):
    root = item(package, key)
    assert root.tag == f"{QTI}qti-assessment-item"
    assert (root.get("identifier"), root.get("title"), root.get("adaptive"), root.get("time-dependent")) == (
        *(f"q-{key}", key, "false", "false"),
    )
    order = list(dict.fromkeys(child.tag.removeprefix(QTI) for child in root))
    assert [name for name in order if name != "qti-modal-feedback"] == PARTS
    assert order[-1] in {"qti-modal-feedback", "qti-response-processing"}
    interactions = [each for each in root.iter() if each.tag.endswith("-interaction")]
    assert [each.get("response-identifier") for each in interactions] == ["RESPONSE"]
    known = {name for name, _, _ in declared(root) + declared(root, "outcome")}
    named = {
        each.get("identifier") for each in root.iter() if each.tag.endswith(("variable", "outcome-value"))
    }
    shown = {each.get("outcome-identifier") for each in root.iter(f"{QTI}qti-modal-feedback")}
    assert named | shown <= known
    right = values(root, "qti-response-declaration/qti-correct-response/qti-value")
    options = {each.get("identifier") for each in root.iter(f"{QTI}qti-simple-choice")}
    assert right
    assert not options or set(right) <= options
    assert all(each.tag.startswith(QTI) for each in root.iter())


def test_the_types_become_interactions(package):
    assert declared(item(package, "one")) == [("RESPONSE", "single", "identifier")]
    assert declared(item(package, "many")) == [("RESPONSE", "multiple", "identifier")]
    assert declared(item(package, "order")) == [("RESPONSE", "ordered", "identifier")]
    assert declared(item(package, "words")) == [("RESPONSE", "single", "string")]
    assert declared(item(package, "number")) == [("RESPONSE", "single", "float")]
    assert declared(item(package, "code")) == [("RESPONSE", "single", "integer")]
    assert declared(item(package, "cell")) == [("RESPONSE", "single", "string")]
    correct = "qti-response-declaration/qti-correct-response/qti-value"
    assert values(item(package, "order"), correct) == ["b", "c", "a"]
    assert values(item(package, "cell"), correct) == ["'Open'"]


def test_partial_credit_is_a_mapping_within_0_and_1(package):
    (mapping,) = item(package, "many").iter(f"{QTI}qti-mapping")
    assert (mapping.get("lower-bound"), mapping.get("upper-bound")) == ("0", "1")
    entries = {each.get("map-key"): float(each.get("mapped-value")) for each in mapping}
    assert entries == pytest.approx({"a": 1 / 3, "b": -1 / 3, "c": 1 / 3, "d": 1 / 3})


def test_a_tolerance_is_absolute_on_both_sides(package):
    (first, _) = item(package, "number").iter(f"{QTI}qti-equal")
    assert (first.get("tolerance-mode"), first.get("tolerance")) == ("absolute", "0.5 0.5")


def test_feedback_is_told_for_what_was_chosen_and_what_was_missed(package):
    told = {
        (each.get("outcome-identifier"), each.get("identifier")): "".join(each.itertext()).strip()
        for each in item(package, "many").iter(f"{QTI}qti-modal-feedback")
    }
    assert told == {
        ("FEEDBACK", "a"): "yes",
        ("FEEDBACK", "b"): "no",
        ("FEEDBACK", "c"): "yes too",
        ("FEEDBACK", "d"): "and this",
        ("MISSED", "a"): "left out",
    }


def test_markdown_is_markup_and_what_looks_like_markup_is_text(package):
    body = item(package, "one").find(f"{QTI}qti-item-body")
    assert values(body, "div/ul/li") == ["one", None]
    assert "<b>x</b>" in "".join(body.itertext())


def test_what_qti_cannot_hold_is_told():
    notes = [(key, note.text) for key, note in write_qti(every_question()).notes]
    assert ("one", "the hints") in notes
    assert ("cell", "that the recorded run knows the answer: its value now is written") in notes


ANSWERS = {
    "one": ["a", "b", "c"],
    "many": [list(some) for some in chain(*(combinations("abcd", n) for n in (1, 2, 3, 4)))],
    "order": [list(some) for some in permutations("abc")],
    "words": ["echo: *hi* = {x}", "%50%", "[html] Echo", "echo", "*"],
    "number": [20.0, 20.5, 19.5, 20.6, -5.5, -5.1, 0.0],
    "code": [1006, 1000, 1001],
    "pairs": [["a.3", "b.1"], ["a.1", "b.1"], ["a.2", "b.2"]],
    "partly": ["a", "b"],
    "unequal": [["a"], ["b"], ["a", "b"], ["a", "b", "c"], ["c"]],
    "pattern": ["a Web*Socket", "SOCKET", "websocket", "x"],
    "case": ["accept", "ACCEPT", "accepted"],
    "numbers": [20.0, 20.5, 20.6, 3.0, 5.1, 7.0, 0.0],
}


@pytest.mark.parametrize("key", ANSWERS)
def test_a_player_scores_every_answer_as_handshake_does(package, key):
    plain = next(held.question for held in every_question() if held.question.key == key)
    choices = [
        KeyChoice(letter, row.right, row.feedback, row.text, row.missed, row.percent, row.match)
        for letter, row in zip("abcd", plain.choices, strict=False)
    ]
    question = AnswerKey(key, choices, plain.proof, kind=plain.kind, expects=plain.expects)
    for answer in ANSWERS[key]:
        said = answer if isinstance(answer, list | str) else str(answer)
        graded = grade(question, said)
        if key == "pairs":
            answer = [pair.replace(".", " m") for pair in answer]
        assert Play(item(package, key), answer).score == pytest.approx(graded.credit), answer


def test_a_player_tells_what_was_chosen_and_what_was_missed(package):
    assert Play(item(package, "one"), "a").outcomes["FEEDBACK"] == "a"
    assert Play(item(package, "one"), "a").outcomes["MISSED"] == ["b"]
    assert Play(item(package, "one"), "b").outcomes["MISSED"] == []
    assert Play(item(package, "many"), ["b", "c"]).outcomes["MISSED"] == ["a"]
    assert Play(item(package, "order"), ["b", "c", "a"]).outcomes["FEEDBACK"] == "right"
    assert Play(item(package, "order"), ["a", "b", "c"]).outcomes["FEEDBACK"] == "wrong"
    assert Play(item(package, "number"), -5.5).outcomes["FEEDBACK"] == "b"
