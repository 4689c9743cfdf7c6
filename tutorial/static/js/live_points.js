// The points of a live run as the page has shown them: taken down from it, and shown on it again.

import { NOTHING_SET, valuesAfter } from './inline_values.js'
import { markNow } from './now.js'

/**
 * What the page shows at the point that is now; `last` was taken down before. Undefined where that is the same point.
 * `source` gives the source that the bench shows.
 */
export function pointAsShown(element, last, source) {
  const now = document.getElementById('now')
  const { number, who = 'a' } = now.dataset
  if (number === '0' || (last && last.number === number && last.who === who)) return
  const values = valuesAfter(last?.values ?? NOTHING_SET, now.dataset, source(), who)
  const texts = {}
  for (const { id, textContent } of element.querySelectorAll('.value, .times')) texts[id] = textContent
  return { number, who, now: now.cloneNode(true), values, texts, ...besides(), numbers: { ...last?.numbers, [who]: Number(number) } }
}

/** What was said beside the run so far: the outcome of what was predicted, and the log. */
function besides() {
  return { expected: document.getElementById('expected')?.cloneNode(true), logged: document.getElementById('log')?.childElementCount }
}

/** Show again what the page showed at `point`; `before` is the point before it. */
export function showAgain(element, point, before) {
  document.getElementById('now').replaceWith(point.now.cloneNode(true))
  for (const cell of element.querySelectorAll('.value, .times')) {
    const text = point.texts[cell.id] ?? (cell.dataset.of ? '' : '—')
    if (cell.textContent !== text) cell.textContent = text
    if (cell.matches('.times')) cell.dataset.times = /(\d+)×$/.exec(text)?.[1] ?? 0
    else cell.dataset.changedAt = before && cell.id.startsWith('value-') && before.texts[cell.id] !== text ? point.number : 0
  }
  for (const frame of element.querySelectorAll('.frame')) {
    frame.hidden = Number(frame.dataset.number) > (point.numbers[frame.dataset.who ?? 'a'] ?? 0)
  }
  if (point.expected) document.getElementById('expected').replaceWith(point.expected.cloneNode(true))
  for (const [index, entry] of [...(document.getElementById('log')?.children ?? [])].entries()) entry.hidden = index >= point.logged
  markNow(element)
}
