"""A page of a truth server in Chromium, and the events of its WebSocket as short texts."""

import contextlib

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

    def __init__(self, truth, page, path="/"):
        self.truth, self.page, self.context = truth, page, page.context
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

    def leave(self):
        """Be another's: no cookie, one tab. Sockets close when the next one goes to a page."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.context.clear_cookies()


class TruthPages:
    """Tabs on truth servers. The browsers are kept for later tests, but those whose tab is closed."""

    def __init__(self, chromium):
        self.chromium = chromium
        self.kept = []
        """The first page of each."""

    @contextlib.contextmanager
    def coming(self):
        """A function that opens tabs, each in a browser of its own, or beside another tab."""
        opened = []

        def make(truth, path="/", beside=None):
            if beside:
                return TruthPage(truth, beside.context.new_page(), path)
            page = self.kept.pop() if self.kept else self.chromium.new_context().new_page()
            opened.append(TruthPage(truth, page, path))
            return opened[-1]

        make.version = self.chromium.version
        yield make
        for tab in opened:
            if tab.page.is_closed():
                tab.context.close()
            else:
                tab.leave()
                self.kept.append(tab.page)

    def close(self):
        for page in self.kept:
            page.context.close()
