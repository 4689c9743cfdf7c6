"""The page of the project that learners take home, on a clock that stands until a test moves it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

HALF_AN_HOUR = 30 * 60_000
NEW_YEAR = datetime(2030, 1, 1, tzinfo=UTC)


class Page:
    """A tab that goes to the page of one server after another, with a new log each time."""

    def __init__(self, browser):
        self.context = browser.new_context()
        self.page = self.context.new_page()
        self.page.clock.install(time=NEW_YEAR)
        self.sockets = []
        self.page.on("websocket", lambda socket: self.sockets.append(socket))
        self.events = self.page.get_by_role("log").get_by_role("listitem")
        self.has_been_somewhere = False

    def go(self, host, static=None):
        """`static` is the folder of scripts for a server that does not serve them."""
        self.context.set_offline(False)
        self.context.clear_cookies()
        self.page.unroute_all()
        if static:
            self.page.route(
                "**/static/*", lambda route: route.fulfill(path=static / Path(route.request.url).name)
            )
        self.page.goto(f"http://{host}/")
        self.sockets.clear()
        if not self.has_been_somewhere:
            self.page.clock.pause_at(NEW_YEAR + timedelta(days=1))
        self.has_been_somewhere = True

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def shows(self, text):
        expect(self.events.last).to_contain_text(text)

    def connect(self):
        self.press("Connect")
        self.shows("open")

    def send(self, text):
        self.page.get_by_label("Message").fill(text)
        self.press("Send")

    def attempt(self, number):
        self.shows(f"attempt {number} in")

    def be_silent_until_attempt(self, number):
        """Move the clock by ten seconds at a time: the heartbeat leaves, then the page's patience ends."""
        for _ in range(60):
            if self.events.filter(has_text=f"attempt {number} in").count():
                return
            self.pass_time(10_000)
        raise AssertionError(self.events.all_inner_texts())

    def stays_away(self):
        """Assert that the page opens no other socket, and tells nothing more."""
        sockets, events = len(self.sockets), self.events.count()
        self.pass_time(HALF_AN_HOUR)
        self.page.evaluate("() => dispatchEvent(new Event('online'))")
        assert (len(self.sockets), self.events.count()) == (sockets, events)

    def pass_time(self, milliseconds):
        self.page.clock.fast_forward(milliseconds)
