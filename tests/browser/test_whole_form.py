"""A form of the desk that is sent while the browser still reads it."""

from pathlib import Path

import pytest

SCRIPT = Path("tutorial/static/js/admin_whole_form.js")
SEND = """([script, presses]) => new Promise((done) => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    const [there, sent] = [frame.contentDocument, []]
    there.open()
    there.write(`<script>${script}</` + 'script><form><button name="save">Save</button><input name="first">')
    frame.contentWindow.addEventListener('formdata', (event) => sent.push([...event.formData.keys()]))
    for (let press = 0; press < presses; press++) there.querySelector('button').click()
    const early = [...sent]
    frame.addEventListener('load', () => done([early, sent]))
    there.write('<input name="last"></form>')
    there.close()
})"""


@pytest.mark.parametrize("presses", [1, 2])
def test_a_form_that_is_sent_before_it_is_there_whole_is_sent_once_when_it_is(empty_page, presses):
    early, sent = empty_page.evaluate(SEND, [SCRIPT.read_text(), presses])
    assert early == []
    assert sent == [["save", "first", "last"]]


def test_a_form_that_nobody_sends_early_is_not_sent(empty_page):
    assert empty_page.evaluate(SEND, [SCRIPT.read_text(), 0]) == [[], []]
