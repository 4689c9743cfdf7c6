"""What the browser reads out of a message of a watch socket, whatever the order of the attributes."""

import pytest

from live_demo.view.fragments import now_fragment
from live_demo.view.run_view import POINT_SEPARATOR
from tests.support.servers import ROOT

MODULE = (ROOT / "tutorial" / "static" / "js" / "watch_message.js").read_text()
READ = """async ([source, data]) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
    const { lastOf, partsOf } = await import(url)
    const parts = partsOf(data)
    return [parts.map(({ html }) => html), parts.map(({ number, at }) => [number, at]), lastOf(parts)]
}"""
TEXT = 'said: <p id="now" data-number="99" data-at="1">'


def now(number, at):
    values = dict.fromkeys(["line", "step", "values", "station", "readable"], "")
    return now_fragment().render(number=number, at=at, sentence=TEXT, **values)


@pytest.mark.parametrize(
    "second",
    [
        now(2, 70),
        '<p data-at="70" class="says" data-number="2" id="x"></p><p data-at="70" data-number="2" id="now">',
    ],
)
def test_the_points_of_a_message_are_found_by_the_tag_of_the_moment(empty_page, second):
    parts = [f"<ol></ol>{now(1, 31)}", second, f"<p>{TEXT.replace('<', '&lt;').replace('"', '&quot;')}</p>"]
    html, read, last = empty_page.evaluate(READ, [MODULE, POINT_SEPARATOR.join(parts)])
    assert html == parts
    assert read == [[1, 31], [2, 70], [0, 0]]
    assert last == 2
