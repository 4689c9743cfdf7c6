"""The live demo in Firefox and in WebKit: open, send, close. `make test-engines` runs this file."""

import pytest

from tests.other_engines.driven import firefox, webkit


@pytest.mark.parametrize("engine", [firefox, webkit])
def test_the_live_demo_opens_sends_and_closes(engine, daphne, tmp_path):
    with engine(tmp_path) as page:
        page.open(f"{daphne.lesson_url}live/")
        page.wait_for("document.querySelector('#live[data-ready]')")
        page.run("document.querySelector('[data-connect] .primary').click()")
        page.wait_for("document.querySelector('#live').dataset.state === 'open'")
        page.run("document.querySelector('#live-text').value = 'hi'")
        page.run("document.querySelector('[data-send] button').click()")
        page.wait_for("document.querySelector('#frames').innerText.includes('echo: hi')")
        page.run("document.querySelector('[data-close] button').click()")
        page.wait_for("document.querySelector('#live').dataset.state === 'ended'")
        page.wait_for("document.querySelector('#live-message').innerText.includes('1000')")
