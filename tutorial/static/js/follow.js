// Keeps the line that runs, or the last that differs, in sight if the code is longer than its pane.
// It scrolls once before the browser paints, whatever was asked for until then: to measure after each change is slow.

const wanted = new Map() // what each element waits for

/** Do `act` with `element` before the page is painted next; an act that it waits for gives way. */
export function beforePaint(element, act) {
  if (!wanted.size) requestAnimationFrame(actNow)
  wanted.delete(element)
  wanted.set(element, act)
}

function actNow() {
  const acts = [...wanted]
  wanted.clear()
  for (const [element, act] of acts) if (element.isConnected) act(element)
}

const lines = new WeakMap() // what each pane of code follows

/** A message over the code, a screen that is turned or the keyboard of a phone changes the room that it has. */
const sized = new ResizeObserver((changed) => changed.forEach(({ target }) => target.isConnected && sizedTo(target)))

/** Bring `line` to the middle of its pane, leave the page where it is, and keep it there. */
export function follow(line) {
  const pane = line?.closest('.scroller')
  if (!pane) return
  lines.set(pane, line)
  sized.observe(pane)
  beforePaint(pane, () => bring(line, pane))
}

/** Whole lines alone stand in the pane: what is left of its room stays empty below them. */
function sizedTo(pane) {
  const { flexGrow, marginBlockEnd } = getComputedStyle(pane)
  const { lineHeight } = getComputedStyle(pane.querySelector('li') ?? pane)
  const isFull = pane.scrollHeight > pane.clientHeight && flexGrow === '1'
  pane.style.marginBlockEnd = `${isFull ? (pane.clientHeight + parseFloat(marginBlockEnd)) % parseFloat(lineHeight) : 0}px`
  if (lines.get(pane)?.isConnected) bring(lines.get(pane), pane)
}

function bring(line, pane) {
  pane.scrollTop = startOfLine(line, line.offsetTop - (pane.clientHeight - line.offsetHeight) / 2)
}

/** The top of the first line that is not above `height`, so that no half line is at the top. */
function startOfLine(line, height) {
  return [...line.parentElement.children].find(({ offsetTop }) => offsetTop >= height)?.offsetTop ?? height
}

/** Bring a row or a frame into the sight of the pane that scrolls around it. */
export function followIn(element) {
  beforePaint(element, intoSight)
}

function intoSight(element) {
  let pane = element.parentElement
  while (pane && !(pane.scrollHeight > pane.clientHeight && /auto|scroll/.test(getComputedStyle(pane).overflowY))) pane = pane.parentElement
  if (!pane || pane === document.documentElement || pane === document.body) return
  const [own, sight] = [element, pane].map((each) => each.getBoundingClientRect())
  if (own.top < sight.top) pane.scrollTop -= sight.top - own.top + own.height
  else if (own.bottom > sight.bottom) pane.scrollTop += own.bottom - sight.bottom + 8
}

document.addEventListener('htmx:load', ({ target }) => {
  for (const pane of target.querySelectorAll?.('.screen .source .scroller') ?? []) sized.observe(pane)
  for (const code of target.querySelectorAll?.('.pane-code') ?? []) {
    const changed = [...code.querySelectorAll('li.added, li.removed')].at(-1) // an import stands before the code that needs it
    const shown = code.querySelector('li[data-first]') ?? code.querySelector('li[aria-current]') ?? changed
    follow(shown) // the tabs of a narrow bench have given the pane its height before it is painted
  }
})
