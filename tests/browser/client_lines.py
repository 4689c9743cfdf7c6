"""Notes the lines of a lab's client.js that run in the browser."""

import contextlib

from live_demo.view.browser_code import client_source, places_in


def lab_of(page):
    """The lab whose client.js `page` shows."""
    return page.locator(".browser-code").get_attribute("aria-label").split("/")[0]


def places_of(lab):
    """The numbers of the marked lines of its client.js, by their names."""
    return places_in(client_source(lab))


@contextlib.contextmanager
def lines_noted(page, lab):
    """Let `page` note each marked line of the lab's client.js before it runs: a list in `ran`.

    The file stays as it is: a condition of a breakpoint notes the line, and never stops there.
    """
    session = page.context.new_cdp_session(page)
    session.send("Debugger.enable")
    for line in places_of(lab).values():
        note = f"(globalThis.ran ??= []).push({line}), false"
        at = {"urlRegex": rf"/live/clients/{lab}\.js", "lineNumber": line - 1, "condition": note}
        session.send("Debugger.setBreakpointByUrl", at)
    yield
    session.detach()
