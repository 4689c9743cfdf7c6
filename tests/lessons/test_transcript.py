"""The transcript in sentences, and the snapshot as Markdown."""

import re

import pytest

from lessons.markdown import inline
from lessons.models import Lesson
from lessons.page_cache import forget_pages
from lessons.sentences import sentences
from tests.support.server_fixtures import SHIPPED

PAGE = "/learn/django-channels/websocket-support/"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four…  Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("It needs a server, e.g. Daphne, i.e. ASGI. Then run.", 2),
        ("Groups, layers etc. and so on. Groups, layers etc. Then more.", 3),
        ("Python 3.13 runs it. Django 6.1 too.", 2),
        ("Close code 4.001, vs. 1.000, see p. 5 and no. 7.", 1),
        ("`self.accept()` decides. `x. Y` is code.", 2),
        ("It waits. `connect()` runs.", 2),
        ("It closes. disconnect runs.", 2),
        ('It says "Stop. Go on. Now." Then it ends.', ['It says "Stop. Go on. Now."', "Then it ends."]),
        ('"Is it open?" asks the browser.', 1),
        ("“Wait. Not yet.” It waits.", ["“Wait. Not yet.”", "It waits."]),
        ("It goes on... and on... Then it stops.", 2),
        ("J. Postel wrote it. So do I. Really.", 3),
        ("Read [this. And that.](https://example.org/a.b) Then go.", 1),
        ("Read [this. And that](https://example.org/a.b). Then go.", 2),
        ("a < b. C & D.", ["a &lt; b.", "C &amp; D."]),
        ("", []),
    ],
)
def test_text_is_cut_where_a_sentence_ends(text, parts):
    cut = sentences(inline(text))
    assert (len(cut) if isinstance(parts, int) else cut) == parts


def test_emphasis_over_two_sentences_is_closed_and_opened_again():
    cut = sentences(inline("It **waits. It *really* waits** long. Done."))
    assert cut == [
        "It <strong>waits.</strong>",
        "<strong>It <em>really</em> waits</strong> long.",
        "Done.",
    ]


def test_the_sentences_together_are_the_text():
    for text in (SHIPPED / "django-channels/01-websocket-support/transcript.md").read_text().split("\n\n"):
        assert " ".join(sentences(inline(text))) == inline(text)


def test_each_sentence_has_an_id_and_each_part_a_link_to_its_row(client, lesson):
    html = client.get(f"{PAGE}transcript/").content.decode()
    ids = re.findall(r'<span class="sentence" id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 15
    assert {"sentence-1-1", "sentence-2-3", "sentence-7-1"} <= set(ids)
    assert f'<a href="{PAGE}#step-2">Row 2 of the execution table</a>' in html
    assert f'<a href="{PAGE}#flow-3">Step 3 of the concept flow</a>' in html


def test_the_queries_of_the_transcript_do_not_grow_with_its_parts(
    client, lesson, django_assert_max_num_queries
):
    client.get(f"{PAGE}transcript/")
    for number in range(8, 28):
        lesson.transcript_parts.create(number=number, text="A. B.", points_to="step 1")
    lesson.save()
    forget_pages()
    with django_assert_max_num_queries(5):
        client.get(f"{PAGE}transcript/")


def test_a_transcript_that_could_run_is_shown_as_text(client, lesson):
    lesson.transcript_parts.filter(number=1).update(text="<img src=x onerror=alert(1)>. <b>Bold</b>. Then.")
    lesson.save()
    html = client.get(f"{PAGE}transcript/").content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;." in html
    assert "<img" not in html


def test_the_snapshot_is_a_markdown_file(client, lesson):
    lesson.title = "About *accept* and [close]"
    lesson.save()
    response = client.get(f"{PAGE}snapshot.md")
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="websocket-support-snapshot.md"'
    text = response.content.decode()
    assert text.startswith("# About \\*accept\\* and \\[close\\]\n\n**A WebSocket in Channels**")
    assert text.endswith(f"\n\n<http://testserver{PAGE}>\n")
    assert lesson.snapshot.strip() in text


def test_the_snapshot_of_a_draft_is_for_instructors_only(client, lesson):
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert client.get(f"{PAGE}snapshot.md").status_code == 404


def test_the_card_holds_the_address_and_what_is_copied(client, lesson):
    html = client.get(f"{PAGE}snapshot/").content.decode()
    assert f'href="{PAGE}">http://testserver{PAGE}</a>' in html
    assert f'href="{PAGE}snapshot.md"' in html
    assert "# Channels for WebSocket support\n\n**A WebSocket in Channels**" in html
