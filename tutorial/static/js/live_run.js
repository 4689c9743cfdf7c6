// The live run of a bench: what the watch socket brings is drawn at the pace chosen, and taken down, so that one can go
// back to any earlier point and forward again while the run goes on. Before the first run the recorded one can be played here.

import { isOnNextLine } from './bench_focus.js'
import { showChat } from './chat.js'
import { forgetMessages, heard } from './client_messages.js'
import { drawQueue } from './draw_queue.js'
import { LAB_STATE, QUEUE_PUSHED, RUN_NEW } from './events.js'
import { NOTHING_SET, showValues, sourceOf } from './inline_values.js'
import { Instrument } from './instrument.js'
import { showLanes } from './lanes.js'
import { pointAsShown, showAgain } from './live_points.js'
import { recordedPoints } from './recorded_points.js'
import { isTold, showMoment } from './run_display.js'

const HURRIED = 70 // ms a point, for what came before the learner's last act: what that causes is near

class LiveRun extends Instrument {
  constructor(element) {
    super(element)
    this.recordedAt = this.find('play-recorded')?.href
    this.recordedPoints = Number(this.find('play-recorded')?.dataset.playRecorded)
    this.reset()
    this.showWaiting()
    element.addEventListener(RUN_NEW, () => this.reset())
    element.addEventListener(LAB_STATE, ({ detail }) => this.follow(detail.state))
    element.addEventListener('click', (event) => event.target.closest('[data-play-recorded]') && this.playRecorded(event))
    element.addEventListener('submit', ({ target }) => this.sent(target))
    const gone = new AbortController()
    const wake = () => (element.isConnected ? this.wake() : gone.abort())
    drawQueue.addEventListener(QUEUE_PUSHED, () => this.hear(), { signal: gone.signal })
    drawQueue.addEventListener(QUEUE_PUSHED, wake, { signal: gone.signal })
    document.addEventListener('visibilitychange', wake, { signal: gone.signal })
  }

  /** Another run begins. */
  reset() {
    forgetMessages(this.element)
    this.leaveRecorded()
    this.points = []
    this.source = null
    this.number = this.hurryTo = 0
    this.isPlaying = true
    clearTimeout(this.timer)
    this.timer = null
    showValues(this.element, NOTHING_SET)
    showLanes(this.element, 0, 0, () => undefined)
    this.element.toggleAttribute('data-behind', false)
  }

  /** The page goes from one state to another. */
  follow(state) {
    if (state !== 'idle' && this.recorded) this.pause()
    this.showActs()
    this.showWaiting()
  }

  get count() {
    return this.recorded?.count ?? this.points.length + drawQueue.points
  }

  /** Whether the recorded run can be played, or is being played. */
  get isRecorded() {
    return Boolean(this.recordedAt) && this.element.dataset.state === 'idle' && !this.points.length
  }

  playRecorded(event) {
    if (!this.isRecorded) return // a link to the recorded run
    event.preventDefault()
    this.toggle()
    this.find('play').focus({ preventScroll: true })
  }

  /** Have the recorded run on the bench, at point `wanted`. False where it is gone. */
  async takeRecorded(wanted = 1) {
    if (this.recorded) return true
    const found = await recordedPoints(this.element, this.recordedAt).catch(() => null)
    if (!found || !this.isRecorded) return false
    this.recorded = found
    this.isPlaying = false
    this.element.toggleAttribute('data-recorded-run', true)
    const words = `You see a run recorded on ${found.run.server}. Press Connect for a run of your own.`
    document.getElementById('live-message').replaceChildren(words)
    this.show(wanted)
    return true
  }

  leaveRecorded() {
    this.recorded = null
    this.element.toggleAttribute('data-recorded-run', false)
  }

  get stay() {
    const stay = super.stay
    if (stay === Infinity) return stay
    if (this.isExcerpt && !this.isLineShown) return 0
    return this.number < this.hurryTo ? Math.min(stay, HURRIED) : stay
  }

  /** Whether the code is an excerpt, as on the home page. Only the lines that it shows take time then. */
  get isExcerpt() {
    return this.element.hasAttribute('data-home')
  }

  get isLineShown() {
    return Boolean(this.element.querySelector('.pane-code li[aria-current]'))
  }

  /** Show at once what does not wait for its turn: the state before the first point, and words beside the run. */
  wake() {
    while (drawQueue.waiting.length && !drawQueue.waiting[0].isPoint && this.number === this.points.length) drawQueue.take()
    if (document.hidden && this.pace !== 'line') this.jump()
    else this.schedule()
    this.showWaiting()
  }

  /** Note that a sent message has come to the server. */
  hear() {
    for (const who of ['a', 'b']) heard(this.element, who)
    showChat(this.element)
  }

  showWaiting() {
    if (this.count) this.showPlace()
    const isNew = this.isRecorded && !this.recorded
    if (isNew) Object.assign(this.slider, { max: this.recordedPoints, disabled: false })
    for (const name of ['first', 'previous']) this.find(name).disabled = this.number <= 1
    for (const name of ['next', 'last']) this.find(name).disabled = !isNew && this.number >= this.count
    // Next line stays enabled while it has the focus, which would be lost
    const waits = this.pace === 'line' ? this.number >= this.count && !isOnNextLine(this.element) : !this.count
    this.find('play').disabled = !isNew && waits
    showMoment(this.element)
    this.showWho()
  }

  jump() {
    if (this.recorded) return super.jump()
    while (drawQueue.waiting.length) this.show(this.points.length + 1)
    if (this.number < this.points.length) this.show(this.points.length)
  }

  draw(number) {
    if (this.recorded) return this.recorded.draw(number)
    if (number <= this.points.length) this.recall(this.points[number - 1])
    while (this.points.length < number && drawQueue.waiting.length) this.takeNext()
  }

  takeNext() {
    const newest = this.points.at(-1)
    if (newest && this.number !== this.points.length) this.recall(newest)
    drawQueue.take()
    this.number = this.points.length
  }

  /** After each drawing: take down what the page shows. */
  takeDown() {
    const point = pointAsShown(this.element, this.points.at(-1), () => (this.source ??= sourceOf(this.element)))
    if (point) this.points.push(point)
  }

  /** Show again what the page showed at an earlier point. */
  recall(point) {
    showAgain(this.element, point, this.points[this.points.indexOf(point) - 1])
  }

  valuesAt(number) {
    if (this.recorded) return this.recorded.valuesAt(number)
    return this.points[number - 1]?.values ?? NOTHING_SET
  }

  textAt(number, id) {
    if (this.recorded) return this.recorded.textAt(number, id)
    const point = this.points[number - 1]
    return point && (point.texts[id] ?? '—') // browser B may have come later
  }

  show(wanted) {
    super.show(wanted)
    this.showWaiting()
  }

  /** Say at the code whose line runs, if there are two browsers. */
  showWho() {
    const running = document.getElementById('running')
    if (!this.element.hasAttribute('data-two') || !running) return
    const { who } = this.points[this.number - 1] ?? {}
    if (!who) return
    running.textContent = `runs for ${who.toUpperCase()}`
    running.dataset.who = who
  }

  async move(wanted) {
    if (this.isRecorded && !this.recorded) return void (await this.takeRecorded(wanted || Infinity)) // there is no last one yet
    super.move(wanted)
    this.tell()
    if (this.recorded) return
    if (this.number >= this.count && this.pace !== 'line') this.isPlaying = true
    this.showActs()
  }

  /** Tell a screen reader the point to which the learner has gone. What comes by itself is told once a turn, by marks.js. */
  tell() {
    const [, ...words] = document.getElementById('now').childNodes // the first is the time
    document.getElementById('live-status').textContent = words.map(({ textContent }) => textContent).join('').trim()
  }

  /** A run that is over, shown to its end, is shown again from its start. */
  get startsAgain() {
    if (this.recorded) return this.number === this.count
    return this.element.dataset.state === 'ended' && this.count > 0 && this.number === this.count
  }

  get isOver() {
    return this.startsAgain && (Boolean(this.recorded) || isTold())
  }

  atEnd() {
    if (this.recorded) this.pause()
  }

  async toggle() {
    const isFirst = this.isRecorded && !this.recorded
    if (isFirst && (!(await this.takeRecorded()) || this.pace === 'line')) return
    if (this.startsAgain) this.isPlaying = false
    super.toggle()
  }

  /** A run that has waited for each key goes on at the pace chosen now. */
  changePace() {
    if (!this.recorded && this.element.dataset.atPace === 'line' && this.pace !== 'line') this.isPlaying = true
    super.changePace()
    this.showWaiting()
  }

  showActs() {
    super.showActs()
    if (this.startsAgain && this.pace !== 'line') this.find('play').textContent = 'Replay'
    if (!this.count && this.pace !== 'line') this.find('play').textContent = 'Play'
    this.find('play').classList.toggle('primary', this.pace === 'line' && this.number < this.count)
    showMoment(this.element)
  }

  /** Show waiting points quickly. In the mode line by line, the next key shows the next line. */
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

/** The page was drawn anew: mark what is now, then take it down. */
export function drawn(bench) {
  if (run?.element === bench) run.takeDown()
}
