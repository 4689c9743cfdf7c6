"""The transcript in Chromium: it is listened to, sentence by sentence, and axe finds nothing."""

from playwright.sync_api import expect

from tests.browser.axe import found_at_every_width
from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/"
SPEECH = """
window.spoken = []
class Speech extends EventTarget {
  getVoices() { return [{ name: 'A voice', lang: 'en-US' }] }
  speak(said) { spoken.push(said); said.onstart?.({}) }
  cancel() {
    window.canceled = (window.canceled ?? 0) + 1
    this.last()?.onerror({ error: 'canceled' })
  }
  last() { return spoken.at(-1) }
}
Object.defineProperty(window, 'speechSynthesis', { value: new Speech() })
window.SpeechSynthesisUtterance = function (text) { this.text = text }
window.finish = () => speechSynthesis.last().onend({})
"""
START = """() => {
    document.querySelector('[data-listen-stop]').click()
    spoken.length = 0
    scrollTo(0, 0)
}"""


def start(page):
    """The transcript in a browser that can speak, as if it had just come."""
    if not page.url.endswith("/transcript/"):
        page.goto(f"{PATH}transcript/")
    page.get_by_label("Speed").select_option("1")
    page.evaluate(START)


def sentence(page, name):
    return page.locator(f"#sentence-{name}")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def spoken(page):
    return page.evaluate("spoken.map((said) => said.text)")


def sentences_are_read_one_after_the_other_and_marked(listener):
    button(listener, "Listen").click()
    for name in ("1-1", "1-2", "1-3", "2-1"):
        expect(sentence(listener, name)).to_have_attribute("aria-current", "true")
        expect(listener.locator(".sentence[aria-current]")).to_have_count(1)
        listener.evaluate("finish()")
    assert spoken(listener)[3] == "A browser opens the socket with an HTTP request."
    expect(sentence(listener, "2-2")).to_be_in_viewport()


def a_pause_keeps_the_place_and_stop_gives_it_up(listener):
    button(listener, "Listen").click()
    listener.evaluate("finish()")
    button(listener, "Pause").click()
    expect(sentence(listener, "1-2")).to_have_attribute("aria-current", "true")
    button(listener, "Continue").click()
    assert len(spoken(listener)) == 3
    assert spoken(listener)[2] == spoken(listener)[1]
    button(listener, "Stop").click()
    expect(listener.locator(".sentence[aria-current]")).to_have_count(0)
    expect(button(listener, "Stop")).to_have_attribute("aria-disabled", "true")
    button(listener, "Listen").click()
    assert spoken(listener)[3] == spoken(listener)[0]


def listening_starts_at_a_sentence_that_is_clicked_or_at_a_part(listener):
    sentence(listener, "3-2").click()
    expect(sentence(listener, "3-2")).to_have_attribute("aria-current", "true")
    listener.get_by_role("button", name="Listen from here: part 6").focus()
    listener.keyboard.press("Enter")
    expect(sentence(listener, "6-1")).to_have_attribute("aria-current", "true")
    expect(button(listener, "Pause")).to_be_visible()


def another_speed_says_the_sentence_again(listener):
    button(listener, "Listen").click()
    listener.get_by_label("Speed").select_option("1.5")
    assert listener.evaluate("spoken.map((said) => said.rate)") == [1, 1.5]
    assert len(set(spoken(listener))) == 1


def the_end_is_the_end(listener):
    listener.locator(".sentence").last.click()
    listener.evaluate("finish()")
    expect(button(listener, "Listen")).to_be_visible()
    expect(listener.locator(".sentence[aria-current]")).to_have_count(0)


def what_cannot_be_spoken_is_told(listener):
    button(listener, "Listen").click()
    listener.evaluate("speechSynthesis.last().onerror({ error: 'synthesis-failed' })")
    expect(listener.locator("[data-listen-status]")).to_contain_text("could not read this aloud")
    expect(button(listener, "Listen")).to_be_visible()


def listening_stops_where_the_learner_goes_on(listener):
    button(listener, "Listen").click()
    before = listener.evaluate("canceled")
    listener.locator("#way-flow").click()
    expect(listener.locator("#node-1")).to_be_visible()
    assert listener.evaluate("canceled") > before
    listener.evaluate("finish()")
    assert len(spoken(listener)) == 1


def a_part_leads_to_the_row_that_it_explains(listener):
    listener.get_by_role("link", name="Row 2 of the execution table").click()
    expect(listener.locator("tr#step-2")).to_be_in_viewport()
    assert listener.url.endswith(f"{PATH}#step-2")


def test_listening(visitor, subtests):
    visitor.run_first(SPEECH)
    for claim in (
        sentences_are_read_one_after_the_other_and_marked,
        a_pause_keeps_the_place_and_stop_gives_it_up,
        listening_starts_at_a_sentence_that_is_clicked_or_at_a_part,
        another_speed_says_the_sentence_again,
        the_end_is_the_end,
        what_cannot_be_spoken_is_told,
        listening_stops_where_the_learner_goes_on,
        a_part_leads_to_the_row_that_it_explains,
    ):
        with subtests.test(claim.__name__.replace("_", " ")):
            start(visitor.page)
            claim(visitor.page)


def test_listening_is_offered_only_where_there_is_a_voice(visitor):
    page = visitor.page
    visitor.run_first(SPEECH + "speechSynthesis.getVoices = () => window.voices ?? []")
    page.goto(f"{PATH}transcript/")
    expect(sentence(page, "1-1")).to_be_visible()
    expect(button(page, "Listen")).to_be_hidden()
    expect(page.get_by_role("button", name="Listen from here: part 1")).to_be_hidden()
    page.evaluate("voices = [{}]; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(button(page, "Listen")).to_be_visible()


def test_without_javascript_the_transcript_is_read(visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{PATH}transcript/")
    expect(page.get_by_text("This lesson follows one WebSocket")).to_be_visible()
    expect(button(page, "Listen")).to_be_hidden()


def test_axe_finds_nothing_on_the_page_that_speaks_at_any_width(visitor):
    visitor.run_first(SPEECH)
    page = visitor.page
    page.goto(f"{PATH}transcript/")
    page.get_by_role("button", name="Listen", exact=True).click()
    assert found_at_every_width(page) == []
