// A recorded run on a bench, from the page or from an exported file.

import { Instrument } from './instrument.js'
import { RecordedPoints } from './recorded_points.js'

export class RecordedRun extends Instrument {
  constructor(element) {
    super(element)
    this.startsAgain = true
    this.take(JSON.parse(this.find('run').content.textContent))
  }

  take(run) {
    this.run = run
    this.points = new RecordedPoints(this.element, run)
  }

  get count() {
    return this.points.count
  }

  draw(number) {
    this.points.draw(number)
  }

  valuesAt(number) {
    return this.points.valuesAt(number)
  }

  textAt(number, id) {
    return this.points.textAt(number, id)
  }

  atEnd() {
    this.pause()
  }
}
