"""Visitors of the site, each with a browser of its own, as far as the site can tell."""

import contextlib

from playwright.sync_api import expect

from tests.support.servers import PATIENCE

DEAF = """() => {
    const style = new CSSStyleSheet()
    style.replaceSync(':root:not([data-listens]), .htmx-added { pointer-events: none }')
    document.adoptedStyleSheets = [style]
    const listen = () => document.documentElement.setAttribute('data-listens', '')
    document.addEventListener('DOMContentLoaded', listen, { once: true })
}"""
"""A click waits until the scripts of the page listen, and until htmx has seen to what it has swapped in."""
BE_PATIENT = f"""() => {{
    const live = document.getElementById('live')
    if (live) live.dataset.labMs = live.dataset.watchMs = {PATIENCE * 1000}
}}"""
"""A socket that nothing answers is given up as late as a busy machine needs."""
PATIENT = f"() => document.addEventListener('DOMContentLoaded', {BE_PATIENT}, {{ once: true }})"
"""So it is on each page."""
LISTENING = ":root[data-listens]:not(:has(.htmx-added))"
NO_TARGET = "addEventListener('htmx:oobErrorNoTarget', (e) => console.error('no target', e.detail.content))"
LEFT = "/left"
LEAVE = f"""(origin) => {{
    if (location.origin !== origin) return false
    stop()
    for (let timer = Math.min(setTimeout(() => {{}}), 10_000); timer > 0; timer--) clearTimeout(timer)
    window.setTimeout = window.setInterval = window.requestAnimationFrame = () => 0
    for (const storage of [localStorage, sessionStorage]) storage.clear()
    Storage.prototype.setItem = () => {{}}
    history.replaceState(null, '', '{LEFT}')
    document.documentElement?.remove()
    return true
}}"""
"""Empty the page and what is stored, for good: it does nothing any more, at an address where nobody goes."""
VIEWPORT = {"width": 1280, "height": 720}


def listening(page):
    """`page`, as soon as its scripts listen: a key goes to whatever listens when it is pressed."""
    expect(page.locator(LISTENING)).to_have_count(1)
    return page


def arrive(page, address):
    """Wait until a link or a form has led to `address`, and the scripts of the page there listen."""
    expect(page).to_have_url(address)
    listening(page)


def pasted(page):
    """The text of the clipboard, pasted by the keyboard: asking for it by a script may wait for ever."""
    page.evaluate("() => document.querySelector('main').append(document.createElement('textarea'))")
    place = page.locator("main > textarea")
    place.focus()
    page.keyboard.press("Control+V")
    expect(place).not_to_have_value("")
    return place.input_value()


class Visitor:
    """A browser of its own, with the complaints of its pages."""

    kept_in = None
    """The list of visitors to which this one goes back."""

    def __init__(self, chromium, server, *, is_patient=True, **options):
        """One who `is_patient` gives up a socket as late as a busy machine needs."""
        self.context = chromium.new_context(**{"base_url": server.url, "reduced_motion": "reduce"} | options)
        if options.get("java_script_enabled", True):
            self.context.add_init_script(f"({DEAF})()")
            if is_patient:
                self.context.add_init_script(f"({PATIENT})()")
        self.server = server
        self.complaints = []
        self.allowed = ()
        self.is_here = True
        """Whether the page is one of this visitor, and not what the one before has left."""
        self.sockets = []
        self.until_left = contextlib.ExitStack()
        self.page = self.open()

    def open(self):
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: self._complain(f"error: {error}"))
        page.on("console", self._note)
        page.on("websocket", lambda socket: self.sockets.append(socket))
        page.on("framenavigated", self._arrive)
        page.add_init_script(NO_TARGET)
        return page

    def run_first(self, script):
        """Run `script` before those of each page, until this visitor leaves."""
        self.until_left.enter_context(self.context.add_init_script(script))

    def grant(self, permission):
        """Allow the pages this, until this visitor leaves."""
        self.context.grant_permissions([permission])
        self.until_left.callback(self.context.clear_permissions)

    def _note(self, message):
        if message.type in ("error", "warning"):
            self._complain(f"{message.type}: {message.text}")

    def _complain(self, text):
        if self.is_here:
            self.complaints.append(text)

    def _arrive(self, frame):
        self.is_here = self.is_here or not frame.url.endswith(LEFT)

    def complaints_but(self, *allowed):
        return [text for text in self.complaints if not any(each in text for each in allowed)]

    def forget(self):
        """Become somebody else: no cookie, nothing stored, one page. The cache of files stays.

        The page is emptied where it is: to go to an empty one would take half as long as to come to the next.
        Only where a socket is open, the page has to go: the socket closes with it.
        """
        if self.page.is_closed():
            self.page = self.open()
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.page.unroute_all()
        self.until_left.close()
        self.context.set_offline(False)
        has_open = any(not socket.is_closed() for socket in self.sockets)
        is_left = self.page.evaluate(LEAVE, self.server.url)
        if has_open or not is_left:
            self.page.goto("/healthz")  # a page without scripts
            self.page.evaluate(LEAVE, self.server.url)
        self.is_here = False
        self.page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
        self.context.clear_cookies()
        self.sockets.clear()
        self.complaints.clear()
        self.allowed = ()


class Visitors:
    """Visitors of one server. Those without options of their own are kept for later tests."""

    def __init__(self, chromium, server, *, is_patient=True):
        self.chromium, self.server, self.is_patient = chromium, server, is_patient
        self.kept = {True: [], False: []}
        """By whether their pages run scripts."""

    @contextlib.contextmanager
    def checked(self):
        """As `coming`; the pages may complain of nothing but what the test has allowed."""
        with self.coming() as make:
            yield make
            complaints = [text for each in make.there for text in each.complaints_but(*each.allowed)]
        assert complaints == [], complaints

    @contextlib.contextmanager
    def coming(self):
        """A function that makes visitors, who leave afterwards.

        `own` makes one whose browser nobody else gets: for what a page keeps, such as its listeners.
        """
        there = []

        def make(*, own=False, **options):
            there.append(self._made(**options) if own else self._visitor(**options))
            return there[-1]

        make.there = there
        yield make
        for visitor in there:
            if visitor.kept_in is None:
                visitor.context.close()
            else:
                visitor.forget()
                visitor.kept_in.append(visitor)

    def _visitor(self, java_script_enabled=True, viewport=VIEWPORT, storage_state=None, **options):
        if options:
            common = {"java_script_enabled": java_script_enabled, "viewport": viewport}
            return self._made(storage_state=storage_state, **common, **options)
        kept = self.kept[java_script_enabled]
        visitor = kept.pop() if kept else self._new(java_script_enabled)
        visitor.page.set_viewport_size(viewport)
        visitor.context.add_cookies((storage_state or {}).get("cookies", []))
        return visitor

    def _made(self, **options):
        return Visitor(self.chromium, self.server, **{"is_patient": self.is_patient} | options)

    def _new(self, java_script_enabled):
        visitor = self._made(java_script_enabled=java_script_enabled)
        visitor.kept_in = self.kept[java_script_enabled]
        return visitor

    def close(self):
        for visitor in [*self.kept[True], *self.kept[False]]:
            visitor.context.close()
