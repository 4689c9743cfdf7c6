// The fragments of live runs that wait to be drawn: what the watch sockets have brought, in the order of arrival. Each is the
// HTML of one trace point, or of something beside the run, which waits for the points before it. Where two browsers are on
// the bench, what waits of both is in the order of their one clock.

import { onClock } from './bench_clock.js'
import { QUEUE_PUSHED } from './events.js'

class DrawQueue extends EventTarget {
  waiting = []

  /**
   * Add a fragment of the run of browser `who`. `draw()` puts it on the page. `number` and `at` (microseconds) are those of
   * its trace point; both are 0 if it has none.
   */
  push({ number, at }, draw, who = 'a') {
    const entry = { draw, who, isPoint: number > 0, at: number > 0 ? onClock(who, at) : -Infinity }
    this.waiting.splice(this.placeOf(entry), 0, entry)
    this.dispatchEvent(new Event(QUEUE_PUSHED))
  }

  /** After all that waits of the same browser, and before what the other did later. */
  placeOf({ who, isPoint, at }) {
    const own = this.waiting.findLastIndex((each) => each.who === who) + 1
    if (!isPoint) return own || this.waiting.length
    const later = this.waiting.findIndex((each, index) => index >= own && each.at > at)
    return later < 0 ? this.waiting.length : later
  }

  get points() {
    return this.waiting.filter((entry) => entry.isPoint).length
  }

  /** Draw up to the next point, and what follows it at once. */
  take() {
    let taken = false
    while (this.waiting.length && !(taken && this.waiting[0].isPoint)) {
      const entry = this.waiting.shift()
      taken ||= entry.isPoint
      entry.draw()
    }
  }

  clear() {
    this.waiting.length = 0
  }
}

export const drawQueue = new DrawQueue()
