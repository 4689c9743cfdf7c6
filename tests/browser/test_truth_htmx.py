"""Claims on htmx and its ws extension, which the watch socket relies on."""

from tests.truth.claims import observes
from tests.truth.server import new_key

CONNECT = """([path, message]) => {
    window.asked = 0
    htmx.config.wsReconnectDelay = () => { asked += 1; return 2 ** 30 }  // asked only when it will reconnect
    const element = document.createElement('div')
    element.setAttribute('hx-ext', 'ws')
    element.setAttribute('ws-connect', path)
    element.addEventListener('htmx:wsOpen', ({detail}) => message && detail.socketWrapper.send(message))
    const closed = new Promise((resolve) => element.addEventListener('htmx:wsClose', ({detail}) =>
        resolve(`${detail.event.code} ${asked ? 'reconnects' : 'stays closed'}`)))
    document.body.append(element)
    htmx.process(element)
    return closed
}"""

DELAYS = """(path) => new Promise((resolve) => {
    const delays = []
    const setTimer = window.setTimeout
    Math.random = () => 1
    window.setTimeout = (callback, delay, ...more) => {
        if (delay < 1000) return setTimer(callback, delay, ...more)
        delays.push(delay / 1000)
        return delays.length < 9 ? setTimer(callback, 0) : resolve(`${delays.join(', ')} s`)
    }
    const element = document.createElement('div')
    element.setAttribute('hx-ext', 'ws')
    element.setAttribute('ws-connect', path)
    document.body.append(element)
    htmx.process(element)
})"""

SOCKETS = """(html) => {
    let sockets = 0
    htmx.createWebSocket = (url) => { sockets += 1; return new WebSocket(url) }
    document.body.innerHTML = html
    htmx.process(document.body)
    return `${sockets} sockets`
}"""

SEND = """([path, html]) => {
    document.body.innerHTML = `<div hx-ext=ws ws-connect="${path}" hx-headers='{"X-CSRFToken": "a secret"}'>
        <form ws-send><textarea name=text></textarea></form></div>`
    document.querySelector('textarea').value = html
    window.seen = []
    document.addEventListener('htmx:oobErrorNoTarget', () => seen.push('htmx:oobErrorNoTarget'))
    document.addEventListener('htmx:wsOpen', () => document.querySelector('form').requestSubmit())
    htmx.process(document.body)
}"""

STRICT = """() => {
    document.body.innerHTML = `<button id=filtered hx-get=/ hx-trigger="click[false]"></button>
        <button id=plain hx-get=/ hx-swap=none></button>
        <button id=handled hx-on:click="document.title = 'handled'"></button><p></p>`
    const seen = []
    document.body.addEventListener('htmx:beforeRequest', ({target}) => seen.push(`${target.id} asks`))
    htmx.process(document.body)
    for (const button of document.querySelectorAll('button')) button.click()
    htmx.swap('p', '<b style="color: red">red</b>', {swapStyle: 'innerHTML'})
    return [...seen, document.title, getComputedStyle(document.querySelector('b')).color]
}"""


@observes("htmx-reconnect")
def test_the_extension_reconnects_after_some_codes(truth, browse):
    page = browse(truth, "/htmx/")
    refused = page.run(CONNECT, [f"/refusing/{new_key()}/", ""])
    codes = ("1000", "1011", "1012", "1013", "3001", "4001")
    return [
        f"HTTP 403: {refused}",
        *(f"close({code}): {page.run(CONNECT, [f'/closing/{new_key()}/', code])}" for code in codes),
    ]


@observes("htmx-delay")
def test_the_extension_waits_longer_each_time_and_never_stops(truth, browse):
    return [browse(truth, "/htmx/").run(DELAYS, f"/refusing/{new_key()}/")]


@observes("htmx-element")
def test_an_element_that_htmx_processes_itself_opens_a_second_socket(truth, browse):
    page = browse(truth, "/htmx/")
    path = f"ws-connect=/noting/{new_key()}/"
    return [
        page.run(SOCKETS, html)
        for html in (
            f"<div hx-ext=ws {path}></div>",
            f"<div hx-ext=ws><div {path}></div></div>",
            f"<div hx-ext=ws><form {path}></form></div>",
            f"<div hx-ext=ws><div hx-ext=ws {path}></div></div>",
        )
    ]


@observes("htmx-send")
def test_each_send_carries_the_headers_and_a_missing_target_is_told(truth, browse):
    page = browse(truth, "/htmx/")
    key = new_key()
    page.run(SEND, [f"/noting/{key}/", "<p id=nowhere>lost</p>"])
    received = truth.note(key, "receive")
    page.page.wait_for_function("() => seen.length")
    names = [name for name in ("HEADERS", "X-CSRFToken", "a secret") if name in received]
    return [*names, *page.run("() => seen")]


@observes("htmx-csp")
def test_what_a_strict_policy_takes_away(truth, browse):
    return browse(truth, "/strict/").run(STRICT)
