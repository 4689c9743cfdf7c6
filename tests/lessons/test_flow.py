"""The concept flow as a diagram: its geometry, and the step that is open."""

import re
from itertools import pairwise

import pytest

from lessons.flow_diagram import HEAD, PADDING, SIZE, Node, narrow, wide
from lessons.folder.faults import FolderError
from lessons.folder.from_rows import lesson_folder
from lessons.folder.load import load
from lessons.folder.write import export
from lessons.models import FlowStep, Lesson
from lessons.page_cache import forget_pages
from lessons.text_width import width, wrap

FLOW = "/learn/django-channels/websocket-support/flow/"
TITLES = ("Go", "The ASGI server hands it to Channels", "W" * 120, "one two three four five six " * 4)


def nodes(count, titles=TITLES, lanes=(0, 1, 2, 3, 3, 1, 0, 2)):
    rows = [(titles[row % len(titles)], lanes[row % len(lanes)]) for row in range(count)]
    return [Node(title, lane, FlowStep.Place.labels[lane]) for title, lane in rows]


def apart(box, other):
    return box.bottom < other.y or other.bottom < box.y or box.right < other.x or other.right < box.x


def on_edge(box, x, y):
    beside = x in (box.x, box.right) and box.y <= y <= box.bottom
    return beside or (y in (box.y, box.bottom) and box.x <= x <= box.right)


def crosses(box, start, end):
    """Whether a level or upright stretch of a connector goes through the inside of a box."""
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return left < box.right and right > box.x and top < box.bottom and bottom > box.y


@pytest.mark.parametrize("draw", [wide, narrow])
@pytest.mark.parametrize("count", range(1, 13))
def test_no_box_lies_on_another_or_outside_of_the_drawing(draw, count):
    for titles in (TITLES, TITLES[:1], TITLES[2:3]):
        drawing = draw(nodes(count, titles))
        assert [box.number for box in drawing.boxes] == list(range(1, count + 1))
        for row, box in enumerate(drawing.boxes):
            assert all(apart(box, other) for other in drawing.boxes[row + 1 :])
            assert 0 <= box.x < box.right <= drawing.width
            assert 0 <= box.y < box.bottom <= drawing.height
            assert box.height >= 44


@pytest.mark.parametrize("draw", [wide, narrow])
@pytest.mark.parametrize("count", range(1, 13))
def test_a_connector_goes_from_edge_to_edge_and_through_no_box(draw, count):
    drawing = draw(nodes(count))
    assert len(drawing.connectors) == count - 1
    for connector, (box, after) in zip(drawing.connectors, pairwise(drawing.boxes), strict=True):
        assert on_edge(box, *connector.points[0])
        assert on_edge(after, *connector.points[-1])
        for start, end in pairwise(connector.points):
            assert start[0] == end[0] or start[1] == end[1]
            assert not any(crosses(each, start, end) for each in drawing.boxes)


@pytest.mark.parametrize("draw", [wide, narrow])
def test_the_lines_of_a_title_lie_within_its_box(draw):
    for box in draw(nodes(12)).boxes:
        for line in box.lines:
            assert line.x + width(line.text, SIZE) <= box.right - PADDING
            assert box.y + SIZE <= line.y <= box.bottom - PADDING


def test_only_the_places_that_are_used_have_a_lane_from_the_browser_to_the_consumer():
    drawing = wide(nodes(2, lanes=(3, 0)))
    assert [lane.name for lane in drawing.lanes] == ["Browser", "Consumer"]
    assert drawing.boxes[0].x > drawing.boxes[1].right
    assert all(box.y > HEAD for box in drawing.boxes)


def test_a_place_further_from_the_browser_is_indented_more_where_it_is_narrow():
    starts = [box.x for box in narrow(nodes(4)).boxes]
    assert starts == sorted(set(starts))
    assert narrow(nodes(4)).boxes[2].place.text == "Channels routing"


def test_a_text_is_wrapped_at_words_and_a_long_word_is_broken():
    assert wrap("one two three", room=70, size=16) == ["one two", "three"]
    assert "".join(wrap("abcdefghijkl", room=50, size=16)) == "abcdefghijkl"
    assert all(width(line, 16) <= 50 for line in wrap("abcdefghijkl", room=50, size=16))
    assert wrap("", room=50, size=16) == [""]


def opened(response):
    return response.context["now"].number


def test_a_step_that_says_no_place_is_at_the_consumer_and_keeps_saying_none(lesson, lesson_folders, tmp_path):
    assert list(lesson.flow_steps.values_list("place", flat=True)) == [
        "browser", "server", "channels", "consumer", "consumer", "server"
    ]  # fmt: skip
    toml = lesson_folders / "django-channels/01-websocket-support/lesson.toml"
    toml.write_text(toml.read_text().replace('at = "channels"\n', ""))
    load(lesson_folders)
    assert lesson.flow_steps.get(number=3).place == "consumer"
    export(tmp_path)
    assert 'at = "consumer"' not in (tmp_path / toml.relative_to(lesson_folders)).read_text()


def test_a_lesson_loaded_before_steps_had_places_is_not_taken_for_changed(no_lessons, lesson_folders):
    toml = lesson_folders / "django-channels/01-websocket-support/lesson.toml"
    with_places = toml.read_text()
    toml.write_text(re.sub(r'\nat = ".*"', "", with_places))
    load(lesson_folders)
    lesson = Lesson.objects.with_sections().get()
    assert '"at"' not in lesson_folder(lesson).model_dump_json()
    toml.write_text(with_places)
    assert "updated" in {outcome.done for outcome in load(lesson_folders)}


@pytest.mark.django_db
def test_a_place_that_does_not_exist_is_told(lesson_folders):
    toml = lesson_folders / "django-channels/01-websocket-support/lesson.toml"
    toml.write_text(toml.read_text().replace('at = "browser"', 'at = "moon"'))
    with pytest.raises(FolderError, match=r"lesson\.toml:13: flow\.steps\[1\]\.at: input should be"):
        load(lesson_folders)


def test_an_instructor_chooses_the_place(admin_client, lesson):
    html = admin_client.get(f"/admin/lessons/lesson/{lesson.pk}/change/").content.decode()
    assert re.search(r'<option value="channels" selected>Channels routing</option>', html)
    assert 'name="flow_steps-2-place"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "?node=", "?node=0", "?node=7", "?node=-1", "?node=²", "?node=one"])
def test_an_unknown_node_opens_the_first(client, lesson, asked):
    assert opened(client.get(FLOW + asked)) == 1


def test_a_node_opens_its_explanation_and_its_rows(client, lesson):
    html = client.get(f"{FLOW}?node=4").content.decode()
    assert "Each event calls one method." in html
    for row in (1, 2):
        assert f'href="/learn/django-channels/websocket-support/#step-{row}"' in html
    assert re.findall(r'id="([\w-]+)"[^>]* aria-current="step"', html) == ["node-4", "node-4-narrow"]


def test_what_is_opened_in_place_is_said(client, lesson):
    html = client.get(f"{FLOW}?node=3", headers={"HX-Request": "true"}).content.decode()
    assert "3 of 6. Routing picks the consumer. A consumer is a class" in html
    html = client.get(FLOW, headers={"HX-Request": "true"}).content.decode()
    assert "See what happens as a diagram, step by step" in html


def test_the_queries_of_the_flow_do_not_grow_with_its_steps(client, lesson, django_assert_max_num_queries):
    client.get(FLOW)
    for number in range(7, 27):
        lesson.flow_steps.create(number=number, title="t", text="x").steps.add(lesson.steps.first())
    lesson.save()
    forget_pages()
    with django_assert_max_num_queries(6):
        client.get(FLOW)


def test_a_title_is_drawn_as_text(client, lesson):
    lesson.flow_steps.filter(number=1).update(title="`<b>` & </svg> *now*")
    lesson.save()
    html = client.get(FLOW).content.decode()
    assert "&lt;b&gt; &amp; &lt;/svg&gt;" in html
    assert "</svg> now" not in html


def test_a_lesson_without_a_flow_says_so(client, lesson):
    lesson.flow_steps.all().delete()
    lesson.save()
    assert "no concept flow yet" in client.get(f"{FLOW}?node=2").content.decode()


def test_the_page_has_no_id_twice_and_no_inline_style(client, lesson):
    html = client.get(FLOW).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
