// The instrument of a bench: goes through the points of a run, forward, back and by itself. A recorded run and a live one
// are its subclasses; they differ in where the points come from. A subclass has `count`, the number of points that can be
// shown, `draw(number)`, `valuesAt(number)` and `textAt(number, id)`.

import { showChat } from './chat.js'
import { markBrowserCode } from './browser_code.js'
import { LANE_POINT } from './events.js'
import { follow, followIn } from './follow.js'
import { showLanes } from './lanes.js'
import { showValues } from './inline_values.js'
import { showReady } from './ready_state.js'
import { PACES, delay, keepPace, keptPace } from './pace.js'

export class Instrument {
  constructor(element) {
    element.dataset.ready = 'yes'
    this.element = element
    this.number = 0
    this.timer = null
    this.isPlaying = false
    this.slider = this.find('slider')
    this.speed = this.find('speed')
    this.speed.value = keptPace()
    element.dataset.atPace = this.pace
    this.acts = {
      first: () => this.move(1),
      previous: () => this.move(this.number - 1),
      play: () => this.toggle(),
      next: () => this.move(this.number + 1),
      last: () => this.move(this.count),
    }
    this.listen()
  }

  find(name) {
    return this.element.querySelector(`[data-${name}]`)
  }

  get pace() {
    return this.speed.value
  }

  /** Milliseconds for which the point that is shown stays. */
  get stay() {
    return delay(this.pace)
  }

  listen() {
    for (const [name, act] of Object.entries(this.acts)) {
      this.find(name).addEventListener('click', (event) => {
        event.preventDefault()
        event.stopPropagation()
        act()
      })
    }
    this.slider.addEventListener('input', () => this.move(Number(this.slider.value)))
    this.speed.addEventListener('change', () => this.changePace())
    this.element.addEventListener(LANE_POINT, ({ detail }) => this.move(detail.number))
    const gone = new AbortController()
    const press = (event) => (this.element.isConnected ? this.press(event) : gone.abort())
    document.addEventListener('keydown', press, { signal: gone.signal })
  }

  /** Show point `wanted`, or the nearest that there is. */
  show(wanted) {
    const number = Math.min(Math.max(wanted, 1), this.count)
    if (number < 1) return
    this.draw(number)
    this.number = Math.min(number, this.count)
    showValues(this.element, this.valuesAt(number))
    follow(this.element.querySelector('.pane-code li[aria-current]'))
    for (const value of this.element.querySelectorAll('.value:not([data-changed-at="0"])')) followIn(value)
    showLanes(this.element, this.count, number, (at, id) => this.textAt(at, id))
    this.showPlace()
    if (this.isOver) this.showWhy()
    showChat(this.element)
  }

  showPlace() {
    const where = `Point ${this.number} of ${this.count}`
    Object.assign(this.slider, { max: Math.max(this.count, 1), disabled: !this.count })
    this.slider.value = this.number
    this.slider.setAttribute('aria-valuetext', where)
    this.find('place').textContent = where
    this.element.toggleAttribute('data-behind', this.number < this.count)
    this.showActs()
    showReady(this.element)
  }

  /** Whether nothing more can come after the point that is shown. */
  get isOver() {
    return this.count > 0 && this.number === this.count
  }

  /** Show the end of the run: rows that were not reached never will be, and the browser has run onclose. */
  showEnd() {
    const words = this.isOver ? 'never' : 'not yet'
    for (const cell of this.element.querySelectorAll('.times[data-times="0"]:not([data-of])')) {
      if (cell.textContent !== words && (this.isOver || cell.textContent !== 'next')) cell.textContent = words
    }
    if (this.element.hasAttribute('data-over') === this.isOver) return
    this.element.toggleAttribute('data-over', this.isOver)
    markBrowserCode(this.element)
    if (this.isOver) this.showWhy()
  }

  /** Bring the line into sight at the end that has raised an exception, or that the what-if has changed. */
  showWhy() {
    const changed = this.element.querySelectorAll('.pane-code li:is(.added, .removed)')
    follow(this.element.querySelector('.pane-code li:has([data-raised])') ?? [...changed].at(-1))
  }

  /** Label the button that lets the run go on, and show the end. */
  showActs() {
    const play = this.find('play')
    this.showEnd()
    play.textContent = this.pace === 'line' ? 'Next line' : this.isPlaying ? 'Pause' : 'Play'
    this.find('say')?.setAttribute('aria-live', this.isPlaying && this.timer ? 'off' : 'polite')
  }

  move(wanted) {
    this.pause()
    this.show(wanted)
  }

  toggle() {
    if (this.pace === 'line') return this.move(this.number + 1)
    if (this.isPlaying) return this.pause()
    if (this.startsAgain && this.number === this.count) this.show(1)
    this.play()
  }

  play() {
    this.isPlaying = true
    this.schedule()
    this.showActs()
  }

  pause() {
    this.isPlaying = false
    clearTimeout(this.timer)
    this.timer = null
    this.showActs()
  }

  /** Show the next point in its time, as long as there is one. */
  schedule() {
    if (this.timer || !this.isPlaying) return
    if (!this.element.isConnected || this.number >= this.count) return this.atEnd()
    if (this.pace === 'once') return this.jump()
    if (this.stay === Infinity) return
    this.timer = setTimeout(() => {
      this.timer = null
      if (!this.element.isConnected) return
      this.show(this.number + 1)
      this.schedule()
    }, this.stay)
  }

  jump() {
    this.show(this.count)
    this.atEnd()
  }

  atEnd() {}

  changePace() {
    keepPace(this.pace)
    this.element.dataset.atPace = this.pace
    clearTimeout(this.timer)
    this.timer = null
    this.schedule()
    this.showActs()
  }

  faster(by) {
    const at = PACES.indexOf(this.pace) + by
    this.speed.value = PACES[Math.min(Math.max(at, 0), PACES.length - 1)]
    this.changePace()
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
    if (event.target.closest('input:not([type=range]), textarea, select, summary, [role=tab]')) return
    const { first, previous, next, last } = this.acts
    const keys = { ArrowLeft: previous, ArrowRight: next, Home: first, End: last, '<': () => this.faster(-1), '>': () => this.faster(1) }
    if (!event.target.closest('button, a')) keys[' '] = this.acts.play
    if (!keys[event.key] || !this.count) return
    keys[event.key]()
    event.preventDefault()
  }
}
