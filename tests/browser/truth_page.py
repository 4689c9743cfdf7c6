"""A page of a truth server in Chromium, and the events of its WebSocket as short texts."""

from tests.truth.server import new_key

OPEN = """([path, protocols]) => {
    const url = path.includes('://') ? path : location.origin.replace('http', 'ws') + path
    window.seen = []
    window.socket = new WebSocket(url, protocols)
    for (const type of ['open', 'message', 'error', 'close']) {
        socket.addEventListener(type, ({target, code, reason, wasClean, data}) => {
            const close = [code, reason, wasClean ? 'clean' : 'not clean']
            const more = {message: [data], close}[type] ?? []
            seen.push([type, ...more, `readyState ${target.readyState}`].filter(Boolean).join(' '))
        })
    }
}"""


class TruthPage:
    """One tab."""

    def __init__(self, truth, context, path="/"):
        self.truth, self.context = truth, context
        self.page = context.new_page()
        self.page.goto(truth.url + path)

    def open(self, case, protocols=(), origin=""):
        """Begin a handshake; returns its key."""
        key = new_key()
        self.page.evaluate(OPEN, [f"{origin}/{case}/{key}/", list(protocols)])
        return key

    def run(self, script, argument=None):
        return self.page.evaluate(script, argument)

    def events(self, until):
        """What the events of the socket were, once one of them begins so."""
        self.page.wait_for_function(f"() => seen.some((event) => event.startsWith('{until}'))")
        return self.run("() => seen")
