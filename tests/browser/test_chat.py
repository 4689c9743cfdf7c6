"""The messages on a bench that its record has not reached: how often the page looks whether they are due."""

from tests.support.servers import ROOT

FOLDER = ROOT / "tutorial" / "static" / "js"
SOURCES = {
    name: (FOLDER / f"{name}.js").read_text() for name in ("client_messages", "events", "follow", "chat")
}
PLAY = """async (sources) => {
    const urls = {}
    const load = async (name) => {
        const named = (text, each) => text.replace(`./${each}.js`, urls[each])
        const source = Object.keys(urls).reduce(named, sources[name])
        urls[name] = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
        return await import(urls[name])
    }
    const { note } = await load('client_messages')
    await load('events')
    await load('follow')
    const { showChat } = await load('chat')

    let now = 0
    const pending = new Map() // the timers that are set: { their number: [when, what] }
    performance.now = () => now
    window.setTimeout = (act, ms) => pending.set(pending.size + 1, [now + ms, act]).size
    window.clearTimeout = (number) => pending.delete(number)
    const seen = []
    const look = () => {
        const said = [...document.querySelectorAll('[data-chat] li')].map((row) => row.firstChild.textContent)
        seen.push([now, said, [...pending.values()].map(([when]) => when)])
    }
    document.body.innerHTML = '<div id="bench"><div data-client="a"><ol data-chat></ol></div></div>'
    const bench = document.getElementById('bench')
    for (const [at, text] of [[0, 'first'], [400, 'second']]) {
        now = at
        note(bench, 'a', 'browser', text)
        for (let again = 0; again < 12; again++) showChat(bench)
        look()
    }
    while (pending.size) {
        const [number, [when, act]] = [...pending].sort(([, [a]], [, [b]]) => a - b)[0]
        pending.delete(number)
        now = when
        act()
        look()
    }
    return seen
}"""


def test_however_often_it_is_drawn_one_timer_waits_for_the_message_that_is_due_next(empty_page):
    assert empty_page.evaluate(PLAY, SOURCES) == [
        [0, [], [1500]],
        [400, [], [1500]],
        [1500, ["first"], [1900]],
        [1900, ["first", "second"], []],
    ]
