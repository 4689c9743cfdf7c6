"""Markdown: which blocks lessons show, and that a preview at the desk is what learners see."""

import pytest
from django.contrib.auth.models import User

from lessons.admin.preview import as_learners_see
from lessons.markdown import block, headed, inline, parts_of_question, plain

BLOCKS = """Look, H<sub>2</sub>O and x<sup>2</sup>:

- one
- two<br>still two

```
print("<sub>")
```

| a | b |
|---|---|
| 1 | 2 |"""
PICTURE = "![three *rows*](/images/0123456789abcdef0123456789abcdef-640x480.png)"


def test_blocks_become_html():
    html = block(BLOCKS)
    for part in ("<sub>2</sub>", "<sup>2</sup>", "<li>one</li>", "two<br>still", "&lt;sub&gt;", "<td>1</td>"):
        assert part in html


def test_other_html_stays_text():
    assert inline("<b>x</b> <script>y</script>") == "&lt;b&gt;x&lt;/b&gt; &lt;script&gt;y&lt;/script&gt;"
    assert block("<sub>x") == "<p><sub>x</sub></p>\n"


def test_a_picture_of_ours_is_shown_with_its_size_and_another_as_its_description():
    assert '<img src="/images/0123456789abcdef0123456789abcdef-640x480.png" alt="three rows"' in block(
        PICTURE
    )
    assert 'width="640" height="480"' in block(PICTURE)
    assert block("![*told*](https://example.com/x.png)") == "<p>told</p>\n"


def test_a_picture_below_the_question_does_not_ask():
    assert parts_of_question(f"What is this?\n\n{PICTURE}") == ("", f"What is this?\n\n{PICTURE}")


def test_a_heading_has_the_first_paragraph_only():
    assert headed("Why?\n\n- a\n- b") == ("Why?", "- a\n- b")
    assert headed("- a\n- b") == ("", "- a\n- b")


def test_plain_text_has_no_tags():
    assert plain("H<sub>2</sub>O") == "H2O"


@pytest.mark.django_db
def test_a_preview_is_what_learners_see(client, lesson):
    step, moment, question = (getattr(lesson, rows).first() for rows in ("steps", "key_moments", "questions"))
    fields = {
        "summary": (lesson, "summary", ""),
        "snapshot": (lesson, "snapshot", "snapshot/"),
        "steps-0-result": (step, "result", ""),
        "key_moments-0-question": (moment, "question", ""),
        "key_moments-0-answer": (moment, "answer", ""),
        "transcript_parts-0-text": (lesson.transcript_parts.first(), "text", "transcript/"),
        "questions-0-text": (question, "text", "quiz/"),
        "questions-0-choices-0-text": (question.choices.first(), "text", "quiz/"),
    }
    for number, (row, field, _) in enumerate(fields.values()):
        setattr(row, field, f"{number}: {BLOCKS}")
        row.save()
    lesson.save()
    for number, (name, (_, _, way)) in enumerate(fields.items()):
        page = client.get(lesson.get_absolute_url() + way).content.decode()
        shown = as_learners_see(name, f"{number}: {BLOCKS}").strip()
        assert bare(shown) in bare(page), name


def bare(html):
    """HTML without line ends, and without the place where the quiz divides a question."""
    return html.replace("\n", "").replace("<p>", "").replace("</p>", "").replace(" ", "")


@pytest.mark.django_db
def test_a_preview_says_that_formulas_are_not_typeset(client):
    client.force_login(User.objects.create_superuser("root"))
    answer = client.post("/admin/lessons/lesson/preview/", {"name": "snapshot", "text": r"\\(x^2\\)"})
    assert "not typeset" in answer.content.decode()
