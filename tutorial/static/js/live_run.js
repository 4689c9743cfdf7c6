// The live run of a bench: what the watch socket brings is drawn at the pace chosen, and taken down, so that one can go
// back to any earlier point and forward again while the run goes on.

import { beats } from './beats.js'
import { showChat } from './chat.js'
import { NOTHING_SET, sourceOf, valuesAfter } from './inline_values.js'
import { Instrument } from './instrument.js'
import { markNow } from './now.js'
import { forgetSaid, heard } from './said.js'

const HURRIED = 70 // ms a point, for what came before the learner's last act: what that causes is near

class LiveRun extends Instrument {
  constructor(element) {
    super(element)
    this.reset()
    this.isPlaying = true
    this.showActs()
    element.addEventListener('run:new', () => this.reset())
    element.addEventListener('lab:state', () => this.showActs())
    element.addEventListener('submit', ({ target }) => this.sent(target))
    const gone = new AbortController()
    const wake = () => (element.isConnected ? this.wake() : gone.abort())
    beats.addEventListener('pushed', () => this.hear(), { signal: gone.signal })
    beats.addEventListener('pushed', wake, { signal: gone.signal })
    document.addEventListener('visibilitychange', wake, { signal: gone.signal })
  }

  /** Another run begins. */
  reset() {
    forgetSaid(this.element)
    this.points = []
    this.source = null
    this.number = this.hurryTo = 0
    this.isPlaying = true
    clearTimeout(this.timer)
    this.timer = null
  }

  get count() {
    return this.points.length + beats.points
  }

  get stay() {
    const stay = super.stay
    if (stay === Infinity) return stay
    if (this.isExcerpt && !this.isLineShown) return 0
    return this.number < this.hurryTo ? Math.min(stay, HURRIED) : stay
  }

  /** Of an excerpt, as on the home page, only the lines that it shows take their time. */
  get isExcerpt() {
    return this.element.hasAttribute('data-home')
  }

  get isLineShown() {
    return Boolean(this.element.querySelector('.pane-code li[aria-current]'))
  }

  /** What cannot wait for its turn: the state before the first point, and words beside the run. */
  wake() {
    while (beats.waiting.length && !beats.waiting[0].isPoint && this.number === this.points.length) beats.take()
    if (document.hidden && this.pace !== 'line') this.jump()
    else this.schedule()
    this.showWaiting()
  }

  /** What was sent has come to the server. */
  hear() {
    for (const who of ['a', 'b']) heard(this.element, who)
    showChat(this.element)
  }

  showWaiting() {
    if (this.count) this.showPlace()
    for (const name of ['first', 'previous']) this.find(name).disabled = this.number <= 1
    for (const name of ['next', 'last']) this.find(name).disabled = this.number >= this.count
    this.find('play').disabled = this.pace === 'line' ? this.number >= this.count : !this.count
  }

  jump() {
    while (beats.waiting.length) this.show(this.points.length + 1)
    if (this.number < this.points.length) this.show(this.points.length)
  }

  draw(number) {
    if (number <= this.points.length) this.recall(this.points[number - 1])
    while (this.points.length < number && beats.waiting.length) this.takeNext()
  }

  takeNext() {
    const newest = this.points.at(-1)
    if (newest && this.number !== this.points.length) this.recall(newest)
    beats.take()
    this.number = this.points.length
  }

  /** After a beat: take down what the page shows. */
  takeDown() {
    const now = document.getElementById('now')
    const { number, who = 'a' } = now.dataset
    const last = this.points.at(-1)
    if (number === '0' || (last && last.number === number && last.who === who)) return
    this.source ??= sourceOf(this.element)
    const values = valuesAfter(last?.values ?? NOTHING_SET, now.dataset, this.source, who)
    const texts = {}
    for (const { id, textContent } of this.element.querySelectorAll('.value, .times')) texts[id] = textContent
    this.points.push({ number, who, now: now.cloneNode(true), values, texts, numbers: { ...last?.numbers, [who]: Number(number) } })
  }

  /** Show again what the page showed at an earlier point. */
  recall(point) {
    document.getElementById('now').replaceWith(point.now.cloneNode(true))
    const before = this.points[this.points.indexOf(point) - 1]
    for (const cell of this.element.querySelectorAll('.value, .times')) {
      const text = point.texts[cell.id] ?? (cell.dataset.of ? '' : '—')
      if (cell.textContent !== text) cell.textContent = text
      if (cell.matches('.times')) cell.dataset.times = /(\d+)×$/.exec(text)?.[1] ?? 0
      else cell.dataset.changedAt = before && cell.id.startsWith('value-') && before.texts[cell.id] !== text ? point.number : 0
    }
    for (const frame of this.element.querySelectorAll('.frame')) {
      frame.hidden = Number(frame.dataset.number) > (point.numbers[frame.dataset.who ?? 'a'] ?? 0)
    }
    markNow(this.element)
  }

  valuesAt(number) {
    return this.points[number - 1]?.values ?? NOTHING_SET
  }

  textAt(number, id) {
    const point = this.points[number - 1]
    return point && (point.texts[id] ?? '—') // browser B may have come later
  }

  show(wanted) {
    super.show(wanted)
    this.showWaiting()
    this.showWho()
  }

  /** Where there are two browsers, the code says whose line runs. */
  showWho() {
    const running = document.getElementById('running')
    if (!this.element.hasAttribute('data-two') || !running) return
    const { who } = this.points[this.number - 1]
    running.textContent = `runs for ${who.toUpperCase()}`
    running.dataset.who = who
  }

  move(wanted) {
    super.move(wanted)
    if (this.number >= this.count && this.pace !== 'line') this.isPlaying = true
    this.showActs()
  }

  /** A run that is over, shown to its end, is shown again from its start. */
  get startsAgain() {
    return this.element.dataset.state === 'ended' && this.count > 0 && this.number === this.count
  }

  get isOver() {
    return this.startsAgain
  }

  toggle() {
    if (this.startsAgain) this.isPlaying = false
    super.toggle()
  }

  showActs() {
    super.showActs()
    if (this.startsAgain && this.pace !== 'line') this.find('play').textContent = 'Replay'
    this.find('play').classList.toggle('primary', this.pace === 'line' && this.number < this.count)
  }

  /** What waits is shown quickly. Line by line, the next key brings the next line. */
  sent(form) {
    if (form.matches('[data-send], [data-close]')) this.hurryTo = this.count
    if (this.pace === 'line' && form.matches('[data-send], [data-close], [data-connect]')) {
      this.isPlaying = false
      this.find('play').disabled = false
      this.find('play').focus({ preventScroll: true })
    }
  }
}

let run = null

document.addEventListener('htmx:load', ({ target }) => {
  const found = target.matches?.('[data-live]') ? target : target.querySelector?.('[data-live]')
  if (!found || found.dataset.ready) return
  run = new LiveRun(found)
})

/** A beat has changed the page: mark what is now, then take it down. */
export function drawn(bench) {
  if (run?.element === bench) run.takeDown()
}
