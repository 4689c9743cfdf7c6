// With each point that a live run draws, "now" moves with the fragment #now, and what no longer changes loses its mark.

import { inOrder } from './bench_clock.js'
import { WATCH_DRAWN } from './events.js'
import { drawn } from './live_run.js'
import { markNow } from './now.js'

document.addEventListener('htmx:wsAfterMessage', ({ target }) => mark(target.closest('[data-live]')))
document.addEventListener(WATCH_DRAWN, ({ target }) => announce(target))

export function mark(live) {
  if (!live) return
  if (live.hasAttribute('data-two')) inOrder(live.querySelector('#frames'))
  markNow(live)
  const { number, who = 'a' } = document.getElementById('now').dataset
  for (const value of live.querySelectorAll('.value')) {
    const isOwn = value.id.endsWith('-b') === (who === 'b')
    if (!isOwn || value.dataset.changedAt !== number) value.dataset.changedAt = 0
  }
  const newest = newestOf(live)
  if (newest) newest.dataset.new = ''
  drawn(live)
}

/** The frame of the point that is now, if it has one. */
function newestOf(live) {
  const { number, who = 'a' } = document.getElementById('now').dataset
  return [...live.querySelectorAll(`.frame[data-number="${number}"]`)].find(({ dataset }) => (dataset.who ?? 'a') === who)
}

/** One announcement a turn, not one a point. */
function announce(live) {
  const { number, step } = document.getElementById('now').dataset
  if (live.dataset.announced === number) return // something else has moved, which speaks for itself
  live.dataset.announced = number
  const last = newestOf(live) ?? live.querySelector('.frame:last-child')
  const frame = last ? [last.querySelector('.payload').textContent, last.querySelector('.by').textContent].filter(Boolean).join(', ') : ''
  const values = [...live.querySelectorAll('.pane-values .tracker tbody tr:not(.browser)')]
    .map(({ cells }) => [cells[0].textContent, cells[2].textContent])
    .filter(([, value]) => value !== '—') // nothing has set it yet
    .map(([name, value]) => `${name} is ${value}`)
  document.getElementById('live-status').textContent = [step && `Step ${step}`, frame, ...values].filter(Boolean).join('. ')
}
