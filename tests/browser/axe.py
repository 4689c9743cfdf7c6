"""What axe finds on a page, and which pages scroll sideways."""

from axe_playwright_python.base import AXE_SCRIPT

OF_COLORS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colors, in which alone the themes differ. Most of its time goes into them."""
RUN = "async (options) => (await axe.run(options)).violations"
RUN_ON_NEW = """async ([scheme, options]) => {
    const known = checked[scheme]
    const shown = [...document.body.querySelectorAll('*')].filter((each) => each.checkVisibility())
    const fresh = new Set(shown.filter((each) => !known.has(each)))
    const include = [...fresh].filter((each) => !fresh.has(each.parentElement))
    const within = known.size ? { include } : document
    for (const each of shown) known.add(each)
    return fresh.size ? (await axe.run(within, options)).violations : []
}"""
"""Axe on what has not been seen in this scheme at another width."""
SETTLE = """() => document.getAnimations().forEach((each) => {
    if (each.effect.getComputedTiming().endTime === Infinity) each.cancel()
    else each.finish()
})"""
"""Ends what moves. To wait for it may take for ever: a page that is not in front gets no frames."""


def axe_violations(page, **options):
    """What axe finds on the page as it is, in a few words."""
    _bring_axe(page)
    return _in_words(page.evaluate(RUN, {"resultTypes": ["violations"], "preload": False} | options))


def axe_violations_at(page, *widths):
    """What axe finds on the page at these widths, one or two. The colors of an element are looked at in
    each theme, once: in the dark at the last width if it is shown there, in the light at the first."""
    _bring_axe(page)
    page.evaluate("() => (window.checked = { light: new Set(), dark: new Set() })")
    found = _colors(page, "dark", widths[-1])
    for width in widths:
        found += _colors(page, "light", width)
        others = {rule: {"enabled": False} for rule in OF_COLORS}
        found += [f"{width} {each}" for each in axe_violations(page, rules=others)]
        found += _colors(page, "dark", width) if width != widths[-1] else []
    return found


def _bring_axe(page):
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)


def _colors(page, scheme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLE)  # Django's admin fades from one color to the other
    options = {"resultTypes": ["violations"], "preload": False, "runOnly": OF_COLORS}
    found = page.evaluate(RUN_ON_NEW, [scheme, options])
    return [f"{width} {scheme} {each}" for each in _in_words(found)]


def _in_words(violations):
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in violations]


def is_sideways(page):
    return page.evaluate("() => document.documentElement.scrollWidth > innerWidth")


def widths_of_sideways(page, *widths):
    """Those of these widths, or of the usual ones, at which the page scrolls sideways."""
    found = []
    for width in widths or (320, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        found += [width] if is_sideways(page) else []
    return found
