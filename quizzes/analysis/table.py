"""The analysis of a quiz as a CSV file, for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from quizzes.analysis.page import QuestionAnalysis

_COLUMNS = (
    *("question", "key", "text", "n", "few_answers", "facility_percent", "discrimination_index_percent"),
    *("discriminative_efficiency_percent", "hints_mean", "hinted_percent", "median_seconds"),
    *("open_reports", "made_at", "version", "reworded", "rekeyed"),
)
_ANSWER_COLUMNS = (
    *("question", "key", "option", "answer", "right", "taken", "taken_percent", "first_wrong", "version"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(file: TextIO, rows: Iterable[QuestionAnalysis]) -> None:
    """Write one line for each question. Facility, indexes and shares are percents; empty: not defined.

    `version` says since when the question is as it is (`QuestionAnalysis.version`). `reworded` and `rekeyed`
    are answers to it with other words or another key: within `n` where all versions count, else beside it.
    """
    rows = list(rows)
    labels = sorted({option.label for row in rows for option in row.options if option.label})
    writer = csv.writer(file)
    writer.writerow([*_COLUMNS, "right", *(f"taken_{label}_percent" for label in labels)])
    for row in rows:
        shares = {option.label: option.share for option in row.options}
        right = " ".join(option.label or option.text for option in row.options if option.is_right)
        writer.writerow(
            [guarded(cell) for cell in [*_cells(row), right]]
            + [_percent(shares.get(each)) for each in labels]
        )


def write_answers(file: TextIO, rows: Iterable[QuestionAnalysis]) -> None:
    """Write one line for each option and each answer that was typed, the most frequent of each question."""
    writer = csv.writer(file)
    writer.writerow(_ANSWER_COLUMNS)
    for row in rows:
        place = "retired" if row.question.is_retired else row.question.number
        for option in row.options:
            wrong = row.summary.first_wrong.get(option.label or option.text, 0)
            right = "yes" if option.is_right else "no"
            cells = [place, row.question.key, option.label, option.text, right, option.count]
            writer.writerow([*map(guarded, cells), _percent(option.share), wrong, row.version])


def guarded(cell: Any) -> Any:
    """`cell`, with an apostrophe before a text that a spreadsheet would run as a formula.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def _cells(row: QuestionAnalysis) -> Iterator[Any]:
    question, summary = row.question, row.summary
    place = "retired" if question.is_retired else question.number
    yield from (place, question.key, question.text, summary.n, "yes" if summary.is_few else "no")
    yield from (_percent(summary.facility), summary.discrimination, summary.efficiency)
    yield from (summary.hints_mean, _percent(summary.hinted_share), summary.seconds)
    yield row.open_reports
    yield summary.made_at.isoformat() if row.is_summarized else None
    yield from (row.version, summary.reworded, summary.rekeyed)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
