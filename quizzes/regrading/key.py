"""What of a question's content decides the grade, and where an old answer stands in the new one. Pure."""

from string import ascii_lowercase
from typing import Any

from quizzes.kinds import kinds
from quizzes.kinds.answer_key import KeyChoice

type Content = dict[str, Any]
"""A question as `quizzes.question_content` writes it."""


def grading_key(content: Content) -> dict[str, Any]:
    """What decides the grade. Two contents with the same one grade every answer in the same way.

    The choices are known by their texts, so that another order of them changes nothing. Where texts have
    changed, they are known by their letters.
    """
    return {
        "kind": content["kind"],
        "expects": _expects(content),
        "recorded": content["recorded"],
        "choices": sorted(map(_of_choice, _rows(content)), key=repr),
    }


def readable_key(content: Content) -> Content:
    """What decides the grade, in the order and the words of the form."""
    return {
        "kind": content["kind"],
        "expects": content["expects"],
        "recorded value": content["recorded"],
        "choices": [
            {"text": text, "right": is_right, "credit": percent, "match": match}
            for text, is_right, percent, match in map(_of_choice, _rows(content))
        ],
    }


def _of_choice(row: dict[str, Any]) -> list[Any]:
    return [row["text"].strip(), row["is_right"], row.get("percent"), row.get("match", "")]


def has_other_key(old: Content, new: Content) -> bool:
    """Whether the two grade some answer differently. A text that was only corrected makes no difference."""
    if grading_key(old) == grading_key(new):
        return False
    if not kinds[old["kind"]].shows_choices or not _same_place(old, new):
        return True
    matches = _corrected(old, new)
    renamed = [
        {
            **row,
            "text": other["text"],
            "match": matches.get(row.get("match", "").strip(), row.get("match", "")),
        }
        for row, other in zip(_rows(old), _rows(new), strict=True)
    ]
    return grading_key({**old, "choices": renamed}) != grading_key(new)


def answer_in(new: Content, old: Content, answer: str | list[str]) -> str | list[str] | None:
    """An answer to `old` as an answer to `new`. None where an option of it is no longer there."""
    if old["kind"] != new["kind"]:
        return None
    if not kinds[old["kind"]].shows_choices:
        return answer  # it was typed, and names no choice
    letters, numbers = _letters(old, new), _numbers(old, new)
    parts = answer if isinstance(answer, list) else [answer]
    moved = []
    for part in parts:
        letter, dot, number = part.partition(".")
        if letter not in letters or (dot and number not in numbers):
            return None
        moved.append(f"{letters[letter]}{dot}{numbers.get(number, '')}")
    return moved if isinstance(answer, list) else moved[0]


def _letters(old: Content, new: Content) -> dict[str, str]:
    """{old letter: new letter} of the choices: by text, or by place where texts were corrected."""
    if _same_place(old, new):
        return {letter: letter for letter, _ in zip(ascii_lowercase, _rows(old), strict=False)}
    places = {row["text"].strip(): letter for letter, row in zip(ascii_lowercase, _rows(new), strict=False)}
    found = zip(ascii_lowercase, (row["text"].strip() for row in _rows(old)), strict=False)
    return {letter: places[text] for letter, text in found if text in places}


def _numbers(old: Content, new: Content) -> dict[str, str]:
    """{old number: new number} of the texts of a matching question."""
    before, after = (dict(_matches(each)) for each in (old, new))
    places, corrected = {text: number for number, text in after.items()}, _corrected(old, new)
    moved = {number: corrected.get(text, text) for number, text in before.items()}
    return {number: places[text] for number, text in moved.items() if text in places}


def _corrected(old: Content, new: Content) -> dict[str, str]:
    """{old text: new text} of the matches of rows that stand where they stood, with other words since.

    A text that stands elsewhere in the other question is no correction: the rows have changed texts then.
    """
    before, after = ({text for _, text in _matches(each)} for each in (old, new))
    if not before or not after or not _same_place(old, new):
        return {}
    pairs = {
        (row.get("match", "").strip(), other.get("match", "").strip())
        for row, other in zip(_rows(old), _rows(new), strict=True)
    }
    found = {was: now for was, now in pairs if was not in after and now not in before}
    is_clear = len(found) == len(set(found.values())) and len(found) == sum(was in found for was, _ in pairs)
    return found if is_clear else {}


def _matches(content: Content) -> list[tuple[str, str]]:
    rows = [
        KeyChoice(letter, False, "", row["text"], match=row.get("match", ""))
        for letter, row in zip(ascii_lowercase, _rows(content), strict=False)
    ]
    return kinds[content["kind"]].matches(content["expects"], rows)


def _same_place(old: Content, new: Content) -> bool:
    """Whether every choice stands where it stood: as many as before, and not the same in another order."""
    before, after = ([row["text"].strip() for row in _rows(each)] for each in (old, new))
    return len(before) == len(after) and (before == after or sorted(before) != sorted(after))


def _expects(content: Content) -> dict[str, Any]:
    """`expects`, with an order given by the texts of its rows."""
    expects = dict(content["expects"])
    if isinstance(expects.get("order"), list):
        texts = {letter: row["text"] for letter, row in zip(ascii_lowercase, _rows(content), strict=False)}
        expects["order"] = [texts.get(letter, letter) for letter in expects["order"]]
    return expects


def _rows(content: Content) -> list[dict[str, Any]]:
    return list(content["choices"])
