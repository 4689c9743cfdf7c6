"""Questions of every type and with everything that a question can have, and files of other systems."""

from quizzes.formats.export_question import ExportQuestion
from quizzes.formats.question import PlainChoice, PlainHint, PlainQuestion

ODD = "A ~ b = {c} # d: \\e\\n %50% <b>x</b> & `code`\n\n- one\n- *two* [tag:x] -> ::"


def every_question():
    """One of each type; each feature that a question can have is in one of them at least."""
    return [
        ExportQuestion(
            PlainQuestion(
                "one",
                "single",
                ODD,
                proof="step 1",
                credits=[100, 70, 50],
                reveal="finished",
                choices=[
                    PlainChoice("%50% of it", feedback="[html] no\n\nnever"),
                    PlainChoice("[plain] text", right=True, feedback=ODD, missed=f"missed {ODD}"),
                    PlainChoice("T", feedback="x"),
                ],
                hints=[PlainHint(ODD, "step 2"), PlainHint("second")],
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "many",
                "multiple",
                "Which of `these`?",
                proof="moment 2",
                reveal="never",
                shuffle=True,
                choices=[
                    PlainChoice("Alpha", True, "yes", "left out"),
                    PlainChoice("Beta", False, "no"),
                    PlainChoice("Gamma", True, "yes too"),
                    PlainChoice("Delta", True, "and this"),
                ],
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "order",
                "ordering",
                "In which order?",
                proof="flow 1",
                choices=[
                    PlainChoice("Receive", feedback="last"),
                    PlainChoice("Connect", feedback="first", missed="m"),
                    PlainChoice("Accept", feedback="between"),
                ],
                expects={"order": ["b", "c", "a"]},
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "words",
                "short",
                "What does it say?",
                proof="key 1",
                choices=[
                    PlainChoice("echo: *hi* = {x}", True, "as sent"),
                    PlainChoice("%50%", False, "no"),
                    PlainChoice("[html] Echo", True, "also"),
                ],
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "number",
                "short",
                "How many seconds?",
                proof="step 3",
                credits=[100, 75, 50],
                choices=[PlainChoice("20", True, "the ping"), PlainChoice("-5.5", False, "no")],
                expects={"form": "number", "tolerance": 0.5},
                hints=[PlainHint("a"), PlainHint("b")],
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "code",
                "short",
                "Which close code?",
                proof="step 4",
                choices=[PlainChoice("1006", True, "no frame"), PlainChoice("1000", False, "clean")],
                expects={"form": "code"},
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "pairs",
                "matching",
                "What does each code say?",
                name="Close codes: (hard)",
                tags=["codes", "a ] b"],
                category="Sockets/Closing",
                proof="step 4",
                general_feedback="RFC 6455, *7.4*",
                choices=[
                    PlainChoice("`1001`", match="the page goes away", feedback="yes"),
                    PlainChoice("1000", match="done = {x}"),
                ],
                expects={"extra": ["lost"]},
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "partly",
                "single",
                "Best?",
                category="Sockets",
                proof="step 4",
                general_feedback="In general.",
                choices=[PlainChoice("all", True), PlainChoice("half", percent=50, feedback="nearly")],
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "unequal",
                "multiple",
                "Which two?",
                proof="step 4",
                choices=[
                    PlainChoice("much", True, "yes", percent=75),
                    PlainChoice("little", True, "yes", percent=25),
                    PlainChoice("nothing", False, "no", percent=0),
                ],
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "pattern",
                "short",
                "In a word?",
                proof="step 4",
                choices=[
                    PlainChoice(r"*web\*sock*", True, "yes"),
                    PlainChoice("socket", percent=50, feedback="nearly"),
                    PlainChoice("*", False, "no"),
                ],
                expects={"case": "either", "wildcards": True},
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "case",
                "short",
                "In capitals or not?",
                proof="step 4",
                choices=[PlainChoice("Accept", True, "yes")],
                expects={"case": "either"},
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "numbers",
                "short",
                "About how many?",
                proof="step 4",
                choices=[
                    PlainChoice("20 ± 0.5", True, "yes"),
                    PlainChoice("4 ± 1", True, "yes"),
                    PlainChoice("7", percent=25, feedback="partly"),
                    PlainChoice("*", False, "no"),
                ],
                expects={"form": "number"},
            )
        ),
        ExportQuestion(
            PlainQuestion(
                "cell",
                "cell",
                "What is `state`?",
                proof="moment 3",
                choices=[PlainChoice("'Closed'", False, "not yet")],
                expects={"variable": "state", "after": 3},
            ),
            recorded="'Open'",
        ),
    ]


def plain(reading):
    return [read.question for read in reading.questions]


def told(notes):
    return [f"{note.line}: {note.text}" for note in notes]
