// The beats of live runs that wait to be drawn: what the watch sockets have brought, in the order of arrival. A beat is the
// HTML of one trace point, or of something beside the run, which waits for the points before it.

class Beats extends EventTarget {
  waiting = []

  /** `draw` puts the HTML on the page. */
  push(html, draw) {
    this.waiting.push({ draw, isPoint: /id="now" [^>]*data-number="[1-9]/.test(html) })
    this.dispatchEvent(new Event('pushed'))
  }

  get points() {
    return this.waiting.filter((beat) => beat.isPoint).length
  }

  /** Draw up to the next point, and what follows it at once. */
  take() {
    let taken = false
    while (this.waiting.length && !(taken && this.waiting[0].isPoint)) {
      const beat = this.waiting.shift()
      taken ||= beat.isPoint
      beat.draw()
    }
  }

  clear() {
    this.waiting.length = 0
  }
}

export const beats = new Beats()
