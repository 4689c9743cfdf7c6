// The points of a recorded run: the server owns how a point looks and reads. Its fragments, and the values for them, come with
// a page or with an exported file; trace_point.js puts those of one point into the fragments.

import { NOTHING_SET, sourceOf, valuesAfter } from './inline_values.js'
import { showPoint } from './trace_point.js'

export class RecordedPoints {
  /** `run` as in a trace file, shown on `bench`. */
  constructor(bench, run) {
    this.bench = bench
    this.run = run
    const source = sourceOf(bench)
    let last = NOTHING_SET
    this.values = run.points.map(({ shown }) => (last = valuesAfter(last, shown.now, source)))
    this.cells = run.points.map(({ shown }) => Object.fromEntries(shown.values.map(({ id, text }) => [id, text])))
  }

  get count() {
    return this.run.points.length
  }

  draw(number) {
    showPoint(this.bench, this.run, number)
  }

  valuesAt(number) {
    return this.values[number - 1]
  }

  textAt(number, id) {
    return this.cells[number - 1][id]
  }
}

/** The recorded run of the page at `address`, on `bench`, which gets the fragments that it is shown in. */
export async function recordedPoints(bench, address) {
  const answer = await fetch(address, { headers: { 'HX-Request': 'true' } })
  const player = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-player]')
  for (const fragment of player.querySelectorAll('template[data-fragment]')) {
    if (!bench.querySelector(`template[data-fragment="${fragment.dataset.fragment}"]`)) bench.append(document.importNode(fragment, true))
  }
  return new RecordedPoints(bench, JSON.parse(player.querySelector('[data-run]').content.textContent))
}
