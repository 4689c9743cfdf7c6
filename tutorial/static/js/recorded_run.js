// A recorded run on a bench. The server owns how a point looks and reads: its fragments, and the values for them, come
// with the page and with an exported file. This chooses the point, and trace_point.js puts its values into the fragments.

import { NOTHING_SET, sourceOf, valuesAfter } from './inline_values.js'
import { Instrument } from './instrument.js'
import { showPoint } from './trace_point.js'

export class RecordedRun extends Instrument {
  constructor(element) {
    super(element)
    this.startsAgain = true
    this.take(JSON.parse(this.find('run').content.textContent))
  }

  take(run) {
    this.run = run
    const source = sourceOf(this.element)
    let last = NOTHING_SET
    this.values = run.points.map(({ shown }) => (last = valuesAfter(last, shown.now, source)))
    this.cells = run.points.map(({ shown }) => Object.fromEntries(shown.values.map(({ id, text }) => [id, text])))
  }

  get count() {
    return this.run.points.length
  }

  draw(number) {
    showPoint(this.element, this.run, number)
  }

  valuesAt(number) {
    return this.values[number - 1]
  }

  textAt(number, id) {
    return this.cells[number - 1][id]
  }

  atEnd() {
    this.pause()
  }
}
