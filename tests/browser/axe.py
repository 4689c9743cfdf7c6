"""What axe finds on a page, and which pages scroll sideways."""

from axe_playwright_python.base import AXE_SCRIPT

AXE = f"{AXE_SCRIPT};axe.configure({{ noHtml: true }})"
"""axe, which need not write down the markup of each element that it looks at."""
OF_COLORS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colors, in which alone the themes differ. Most of its time goes into them."""
OPTIONS = {"resultTypes": ["violations"], "preload": False}
OTHERS = OPTIONS | {"rules": {rule: {"enabled": False} for rule in OF_COLORS}}
CHOOSE = """() => {
    const known = new Map()
    const all = () => [...document.body.querySelectorAll('*')].filter((each) => each.checkVisibility())
    const asWritten = (each) => each.cloneNode(false).outerHTML
    const fresh = () => {
        const found = all().filter((each) => known.get(each) !== asWritten(each))
        for (const each of found) known.set(each, asWritten(each))
        return found
    }
    const isSymbol = (text) => !axe.commons.text.removeUnicode(text, { nonBmp: true }).trim()
    const isDecidable = (each) => !(each instanceof SVGElement) && !isSymbol(each.textContent)
    const hasText = (each) =>
        each.matches('input, select, textarea') ||
        ([...each.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim()) &&
            isDecidable(each))
    const isOnImage = (each) =>
        Boolean(each) && (getComputedStyle(each).backgroundImage !== 'none' || isOnImage(each.parentElement))
    const isOff = (each) =>
        Boolean(each.closest(':disabled, [aria-disabled=true]') ?? each.closest('label')?.control?.disabled)
    const backgrounds = (each, seen) => {
        if (!each) return ''
        if (seen.has(each)) return seen.get(each)
        const { backgroundColor, backgroundImage, opacity } = getComputedStyle(each)
        const own = `${backgroundColor} ${backgroundImage} ${opacity}`
        const all = backgrounds(each.parentElement, seen) + (own === 'rgba(0, 0, 0, 0) none 1' ? '' : own)
        seen.set(each, all)
        return all
    }
    const look = (each, seen) => {
        const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(each)
        const link = each.matches('a') ? [textDecorationLine, getComputedStyle(each.parentElement).color] : []
        return [color, fontSize, fontWeight, isOff(each), ...link, backgrounds(each, seen)].join()
    }
    const hash = (text) => {
        let [one, other] = [7, 11]
        for (let at = 0; at < text.length; at++) {
            one = Math.imul(one ^ text.charCodeAt(at), 2654435761)
            other = Math.imul(other ^ text.charCodeAt(at), 1597334677)
        }
        return `${one} ${other}`
    }
    const byLook = (elements) => {
        const seen = new Map()
        return Map.groupBy(elements.filter(hasText), (each) => hash(look(each, seen)))
    }
    window.choose = { all, fresh, byLook, isOnImage }
}"""
"""Which elements axe is to look at. `fresh`: those that are shown and were not, as they are now, when this
was asked before. `byLook`: texts by what their contrast depends on, without those on which axe never decides,
which are symbols and the texts of drawings."""
KEEP_FRESH = "() => (choose.kept = choose.fresh()).length"
RUN = "async (options) => (await axe.run(options)).violations"
RUN_ON_LOOKS = """async ([which, proven, options]) => {
    const looks = choose.byLook(which === 'all' ? choose.all() : choose.kept)
    for (const each of proven) looks.delete(each)
    const some = (all) => [...new Set([all[0], all[all.length >> 1], all.at(-1)])]
    const include = [...looks.values()].flatMap(some)
    if (!include.length) return [[], []]
    const { violations, incomplete } = await axe.run({ include }, options)
    const elements = (results) => results.flatMap(({ nodes }) => nodes.map(({ element }) => element))
    for (const each of choose.byLook(elements(violations)).keys()) looks.delete(each)
    const open = new Set(elements(incomplete).filter((each) => !choose.isOnImage(each)))
    for (const [look, all] of looks) if (some(all).every((each) => open.has(each))) looks.delete(look)
    for (const { nodes } of violations) for (const node of nodes) delete node.element
    return [violations, [...looks.keys()]]
}"""
"""Of texts that look the same on the same background, three. Gives the looks that are sound, too: axe finds
nothing, and decides on one of the three, unless an image is behind them, where it never does."""
proven: set[str] = set()
"""Looks on which axe has found nothing, on whatever page: they need no second look."""
FIT = """(width) => {
    const fits = matchMedia(`(width: ${width}px)`)
    window.fitted = new Promise((resolve) => {
        if (fits.matches) resolve()
        else fits.addEventListener('change', () => resolve(), { once: true })
    })
}"""
"""Promises that the scripts of the page have heard of its new width: they listen for longer than this one."""
SETTLE = """() => document.getAnimations().forEach((each) => {
    if (each.effect.getComputedTiming().endTime === Infinity) each.cancel()
    else each.finish()
})"""
"""Ends what moves. To wait for it may take for ever: a page that is not in front gets no frames."""


def axe_violations(page):
    """What axe finds on the page as it is, in a few words."""
    _bring_axe(page)
    return _in_words(page.evaluate(RUN, OTHERS) + _colors(page))


def axe_violations_at(page, *widths):
    """What axe finds on the page at these widths, in each theme, and where the page scrolls sideways.

    The colors of what is shown at several widths are looked at once, and so is each combination of colors on
    all pages.
    """
    _bring_axe(page)
    page.bring_to_front()  # another page hears of no width
    found, shown = [], None
    for width in widths:
        _resize(page, width)
        found += [f"{width} {each}" for each in _in_words(page.evaluate(RUN, OTHERS))]
        found += [f"{width} scrolls sideways"] if is_sideways(page) else []
        has_fresh = page.evaluate(KEEP_FRESH) > 0
        for scheme in sorted(("light", "dark"), key=lambda each: each != shown) if has_fresh else ():
            if scheme != shown:
                page.emulate_media(color_scheme=scheme)
                page.evaluate(SETTLE)  # Django's admin fades from one color to the other
                shown = scheme
            found += [f"{width} {scheme} {each}" for each in _in_words(_colors(page, "fresh"))]
    page.emulate_media(color_scheme="light")
    return found


def _resize(page, width):
    page.evaluate(FIT, width)
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => fitted")


def _bring_axe(page):
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    page.evaluate(CHOOSE)


def _colors(page, which="all"):
    options = {"resultTypes": ["violations", "incomplete"], "elementRef": True, "runOnly": OF_COLORS}
    violations, sound = page.evaluate(RUN_ON_LOOKS, [which, list(proven), {"preload": False} | options])
    proven.update(sound)
    return violations


def _in_words(violations):
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in violations]


def is_sideways(page):
    return page.evaluate("() => document.documentElement.scrollWidth > innerWidth")


def widths_of_sideways(page, *widths):
    """The widths at which the page scrolls sideways, out of these or of the usual ones."""
    found = []
    for width in widths or (320, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        found += [width] if is_sideways(page) else []
    return found
