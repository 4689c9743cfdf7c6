"""The sections of a lesson that are rows. `number` counts from 1 within the lesson, as learners read it."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from lessons.models.lesson import Lesson


class Section(models.Model):
    """A numbered row of a lesson."""

    lesson: models.ForeignKey[Lesson]
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        abstract = True
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "number"],
                name="%(class)s_number_once_a_lesson",
                violation_error_message="Another row already has this number.",
            )
        ]


def event_fault(name: str) -> str:
    """The reason why `name` is not an event that can reach a step; empty if it is one."""
    event = name.partition(" ")[0]  # the rest is the beginning of the frame's label
    if event in Step.Event.values:
        return ""
    if re.fullmatch(r"(?!websocket\.)[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", event):
        return ""  # the type of a message from the channel layer
    known = ", ".join(Step.Event.values)
    return f"there is no event '{name}': {known}, or the type of a group's message, such as chat.message"


def check_event(name: str) -> None:
    if fault := event_fault(name):
        raise ValidationError(fault)


def proof_fault(text: str) -> str:
    """The reason why `text` is not a proof of a step's result; empty if it is one."""
    if re.fullmatch(r"event|return [A-Za-z_]\w*|line \S[^\r\n]*|[A-Za-z_]\w* = \S[^\r\n]*", text):
        return ""
    return f"'{text}' is not a proof: write count = 1, return receive, line await self.accept(), or event"


def check_proof(text: str) -> None:
    for line in _lines(text):
        if fault := proof_fault(line):
            raise ValidationError(fault)


class Step(Section):
    """A row of the execution table."""

    class Event(models.TextChoices):
        """The ASGI events that can reach a step (ASGI specification, 'WebSocket').

        The type of a message from the channel layer, such as chat.message, can reach a step too. An event may
        be followed by the beginning of its frame's label: 'websocket.receive text "bye"'.
        """

        CONNECT = "websocket.connect", "websocket.connect: the browser asks to upgrade"
        ACCEPT = "websocket.accept", "websocket.accept: the consumer accepts"
        RECEIVE = "websocket.receive", "websocket.receive: a message arrives"
        SEND = "websocket.send", "websocket.send: the consumer sends"
        CLOSE = "websocket.close", "websocket.close: the consumer closes or refuses"
        DISCONNECT = "websocket.disconnect", "websocket.disconnect: the socket is gone"

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="steps")
    action = models.TextField(help_text="Who does what (Markdown).")
    evaluation = models.TextField(help_text="What the server runs (Markdown).")
    result = models.TextField(help_text="The result (Markdown).")

    class SentBy(models.TextChoices):
        """Sender of the message that the consumer handles when a step is reached."""

        OWN = "own", "this browser"
        ANOTHER = "another", "another browser"

    reached_by = models.CharField(
        "reached by",
        max_length=80,
        validators=[check_event],
        help_text="An ASGI event, or the type of a message from the channel layer, such as chat.message.",
    )
    sent_by = models.CharField(
        "sent by",
        max_length=8,
        choices=SentBy,
        blank=True,
        help_text="Counts only while a message of this sender is handled. Empty: any sender. "
        "It tells two steps with the same event apart.",
    )
    is_blank = models.BooleanField(
        "predict: blank", default=True, help_text="Whether learners predict the result of this row."
    )

    holds_when = models.TextField(
        "predict: proof",
        blank=True,
        validators=[check_proof],
        help_text="What a run shows from the moment at which the result holds, one a line: count = 1 for a "
        "variable of the tracker, return receive for a method that has returned, line await self.accept() "
        "for a line that is next. Empty, or event: the event that reaches the step is the proof.",
    )
    wrong_results = models.TextField(
        "predict: wrong results",
        blank=True,
        help_text="What a learner may expect instead, one a line (Markdown). Learners choose between these "
        "and the result; without any, between the results of several rows.",
    )

    def __str__(self) -> str:
        return f"step {self.number}"

    @property
    def role(self) -> str:
        """The color of the row: 'browser' if an event of the browser begins it, else 'server'."""
        from_browser = {self.Event.CONNECT, self.Event.RECEIVE, self.Event.DISCONNECT}
        return "browser" if self.reached_by.partition(" ")[0] in from_browser else "server"

    @property
    def expected_instead(self) -> list[str]:
        """The wrong results, as a list of Markdown texts."""
        return _lines(self.wrong_results)

    @property
    def proof(self) -> list[str]:
        """What a run shows when the result holds (`proof_fault` has the forms)."""
        return _lines(self.holds_when)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class FlowStep(Section):
    """A step of the concept flow."""

    class Place(models.TextChoices):
        """Lane in which a step happens. The lanes of the diagram have this order, from the browser inward."""

        BROWSER = "browser", "Browser"
        SERVER = "server", "ASGI server"
        CHANNELS = "channels", "Channels routing"
        CONSUMER = "consumer", "Consumer"
        LAYER = "layer", "Channel layer"

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="flow_steps")
    title = models.CharField(max_length=120)
    place = models.CharField(
        max_length=10,
        choices=Place,
        default=Place.CONSUMER,
        help_text="Where it happens. This is its lane in the diagram.",
    )
    text = models.TextField(help_text="What happens there (Markdown).")
    steps = models.ManyToManyField(
        Step, blank=True, verbose_name="covers", help_text="The rows of the execution table that it covers."
    )

    def __str__(self) -> str:
        return f"flow step {self.number}: {self.title}"

    @property
    def role(self) -> str:
        """The color of the step: 'browser' or 'server'."""
        return "browser" if self.place == self.Place.BROWSER else "server"


class Moment(Section):
    """A column of the variable tracker: the start, or the end of a step."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="moments")
    title = models.CharField(max_length=60)
    after = models.PositiveSmallIntegerField(
        "after step", null=True, blank=True, help_text="The step that has just ended; empty for the start."
    )

    def __str__(self) -> str:
        return self.title


class Variable(Section):
    """A row of the variable tracker: an attribute of the lab's consumer."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="variables")
    name = models.CharField(max_length=60)
    is_blank = models.BooleanField(
        "predict: blank", default=True, help_text="Whether learners predict the values of this variable."
    )

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """A cell of the variable tracker: the value as Python writes it, and a note in words."""

    variable = models.ForeignKey(Variable, on_delete=models.CASCADE, related_name="values")
    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="values")
    text = models.CharField("value", max_length=200)
    note = models.CharField("in words", max_length=80, blank=True)

    class Meta:
        ordering = ["variable", "moment__number"]
        constraints = [
            models.UniqueConstraint(fields=["variable", "moment"], name="value_once_a_variable_and_moment")
        ]

    def __str__(self) -> str:
        return self.text


class KeyMoment(Section):
    """A key moment: a question, its answer, and the place on the page that shows it."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="key_moments")
    question = models.TextField(help_text="Markdown.")
    answer = models.TextField(help_text="Markdown.")
    points_to = models.CharField(max_length=20, help_text="Such as: step 2, moment 2, flow 3.")

    def __str__(self) -> str:
        return f"key moment {self.number}"


class TranscriptPart(Section):
    """A paragraph of the transcript, and the place on the page that it explains."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="transcript_parts")
    text = models.TextField()
    points_to = models.CharField(max_length=20, blank=True, help_text="Such as: step 2, moment 2, flow 3.")

    def __str__(self) -> str:
        return f"part {self.number}"
