"""What axe finds on a page, and which pages scroll sideways."""

import json

from axe_playwright_python.base import AXE_SCRIPT

OF_COLORS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colors, in which alone the themes differ. Most of its time goes into them."""
NOT_COLORS = {rule: {"enabled": False} for rule in OF_COLORS}
OTHERS = {"reporter": "no-passes", "preload": False, "rules": NOT_COLORS}
COLORS = {
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
    "elementRef": True,
    "runOnly": OF_COLORS,
}
CHOOSE = """() => {
    let known = new Map()
    const forget = () => (known = new Map())
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
    window.choose = { all, forget, fresh, byLook, isOnImage }
}"""
"""Which elements axe is to look at. `fresh`: those that are shown and were not, as they are now, when this
was asked before, or since `forget`. `byLook`: texts by what their contrast depends on, without those on which
axe never decides, which are symbols and the texts of drawings."""
LOOK = """() => {
    const inWords = ({ id, nodes }) => `${id}: ${JSON.stringify(nodes.map(({ target }) => target))}`
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const ofWidth = async (width) => {
        do await frame()
        while (!matchMedia(`(width: ${width}px)`).matches)
    }
    const settle = () => document.getAnimations().forEach((each) => {
        if (each.effect.getComputedTiming().endTime === Infinity) each.cancel()
        else each.finish()
    })
    const others = async () => (await axe.run(OTHERS)).violations.map(inWords)
    const colors = async (elements, proven) => {
        settle()
        const looks = choose.byLook(elements.filter((each) => each.isConnected))
        for (const each of proven.split(',')) looks.delete(each)
        const some = (all) => [...new Set([all[0], all[all.length >> 1], all.at(-1)])]
        const include = [...looks.values()].flatMap(some)
        if (!include.length) return [[], []]
        const { violations, incomplete } = await axe.run({ include }, COLORS)
        const elementsOf = (results) => results.flatMap(({ nodes }) => nodes.map(({ element }) => element))
        for (const each of choose.byLook(elementsOf(violations)).keys()) looks.delete(each)
        const open = new Set(elementsOf(incomplete).filter((each) => !choose.isOnImage(each)))
        for (const [look, all] of looks) if (some(all).every((each) => open.has(each))) looks.delete(look)
        return [violations.map(inWords), [...looks.keys()]]
    }
    const look = async (proven) => [await others(), await colors(choose.all(), proven)]
    const lookAt = async (width, isFirst, proven) => {
        await ofWidth(width)
        if (isFirst) choose.forget()
        const isSideways = document.documentElement.scrollWidth > innerWidth
        const found = [...(await others()), ...(isSideways ? ['scrolls sideways'] : [])]
        kept = choose.fresh()
        return [found, kept.length > 0, await colors(kept, proven)]
    }
    let kept
    window.lookWithAxe = { look, lookAt, again: (proven) => colors(kept, proven) }
}"""
"""How axe looks at the page, each time in one call. `look`: at the page as it is. `lookAt`: at the page of
this width, as soon as its scripts have heard of it, and at the colors of what is fresh. `again`: at the
colors of the same in the other theme.

What moves is ended, as Django's admin fades from one color to the other: to wait for that may take for ever.
Of texts that look the same on the same background, axe gets three. It gives the looks that are sound, too:
axe finds nothing, and decides on one of the three, unless an image is behind them, where it never does."""
LOOK = LOOK.replace("OTHERS", json.dumps(OTHERS)).replace("COLORS", json.dumps(COLORS))
AXE = f"""{AXE_SCRIPT};axe.configure({{ noHtml: true }});({CHOOSE})();({LOOK})()"""
"""axe, which need not write down the markup of each element that it looks at, and how it is used here."""
proven: set[str] = set()
"""Looks on which axe has found nothing, on whatever page: they need no second look."""
SCHEMES = {"light": "dark", "dark": "light"}


def axe_violations(page):
    """What axe finds on the page as it is, once it is there whole, in a few words."""
    page.wait_for_load_state()
    found, colors = _call(page, "look")
    return found + _proven_but(colors)


def axe_violations_at(page, *widths):
    """What axe finds on the page at these widths, in each theme, and where the page scrolls sideways.

    The colors of what is shown at several widths are looked at once, and so is each combination of colors on
    all pages.
    """
    page.wait_for_load_state()
    page.bring_to_front()  # another page hears of no width
    page.emulate_media(color_scheme="light")
    found, scheme = [], "light"
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        others, has_fresh, colors = _call(page, "lookAt", width, width == widths[0])
        found += [f"{width} {each}" for each in others]
        found += [f"{width} {scheme} {each}" for each in _proven_but(colors)]
        if has_fresh:
            scheme = SCHEMES[scheme]
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme} {each}" for each in _proven_but(_call(page, "again"))]
    page.emulate_media(color_scheme="light")
    return found


CALL = """async ([name, ...given]) => window.lookWithAxe ? await lookWithAxe[name](...given) : null"""


def _call(page, name, *given):
    """Let axe look, which is brought to the page if it is not there yet."""
    given = [name, *given, ",".join(proven)]
    seen = page.evaluate(CALL, given)
    if seen is None:
        page.evaluate(AXE)
        seen = page.evaluate(CALL, given)
    return seen


def _proven_but(colors):
    """The violations of colors. What is sound is proven."""
    violations, sound = colors
    proven.update(sound)
    return violations


def is_sideways(page):
    page.wait_for_load_state()
    return page.evaluate("() => document.documentElement.scrollWidth > innerWidth")


def widths_of_sideways(page, *widths):
    """The widths at which the page scrolls sideways, out of these or of the usual ones."""
    found = []
    for width in widths or (320, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        found += [width] if is_sideways(page) else []
    return found


def sideways_by(page):
    """Pixels by which the page is wider than what is shown of it."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def found_at_every_width(page):
    """What axe finds on the page of a way with everything open, and by how much it scrolls sideways."""
    summaries = page.locator("#lesson summary")
    for summary in summaries.all():
        summary.click()
    page.set_viewport_size({"width": 320, "height": 640})
    sideways = sideways_by(page)
    found = axe_violations_at(page, 390, 1440) + ([f"{sideways} px too wide at 320"] if sideways else [])
    for summary in summaries.all():
        summary.click()
    return found
