// What the code writes to its log comes into sight: the newest entry, and on a small screen the tab of the log, for what
// is written first in a run and for whatever has gone wrong.

import { BENCH_SHOW } from './events.js'
import { followIn } from './follow.js'

document.addEventListener('htmx:load', ({ target }) => {
  const log = target.querySelector?.('#log')
  if (!log || log.dataset.ready) return
  log.dataset.ready = 'yes'
  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter(({ isConnected }) => isConnected)
    if (!added.length) return
    const isFirst = added.length === log.childElementCount
    if (isFirst || added.some((entry) => !entry.matches('.printed'))) log.dispatchEvent(new Event(BENCH_SHOW, { bubbles: true }))
    followIn(added.at(-1))
  }).observe(log, { childList: true })
})
