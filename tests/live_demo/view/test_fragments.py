"""Fragments are what the template itself would render."""

from django.template.loader import render_to_string

from live_demo.view.fragments import frame_fragment, now_fragment

NASTY = """<script>alert("1")</script> & 'quotes' \ue000number\ue001"""
NOW = {
    "number": 3,
    "at": 1000,
    "line": 7,
    "step": 2,
    "values": "{}",
    "station": "layer",
    "readable": "1.0 ms",
}


def test_a_compiled_fragment_is_the_rendered_template():
    values = NOW | {"sentence": NASTY}
    assert now_fragment().render(**values) == render_to_string("live_demo/_now.html", values).strip()


def test_a_blank_fragment_names_what_is_to_be_filled_in():
    blank = now_fragment().blank()
    values = NOW | {"sentence": "A frame."}
    assert blank.format(**values) == now_fragment().render(**values)


def test_what_a_person_typed_is_escaped():
    html = frame_fragment().render(
        number=1,
        at=0,
        to="server",
        kind="text",
        side="Browser to server",
        label=NASTY,
        readable="0 ms",
        by="",
        by_words="",
        gap="",
        runs="send",
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
