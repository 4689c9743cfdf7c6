// The player of a recorded run: plays what the page brought, or an imported file, without asking the server.
// The server owns how a point looks and reads: its fragments, and the values for them, come with the page and with
// the file. The player chooses the point, and trace_point.js puts its values into the fragments.

import { showLinks } from './player_links.js'
import { runIn } from './trace_file.js'
import { showPoint } from './trace_point.js'

const SPEEDS = [0.25, 0.5, 1, 2, 4]
const STEP_MS = 700 // a point at speed 1

document.addEventListener('htmx:load', ({ target }) => {
  const element = target.querySelector?.('[data-player]')
  if (element && !element.dataset.ready) new Player(element)
})

class Player {
  constructor(element) {
    element.dataset.ready = 'yes'
    this.element = element
    this.slider = this.find('slider')
    this.speed = this.find('speed')
    this.timer = null
    this.run = JSON.parse(this.find('run').content.textContent)
    this.acts = {
      first: () => this.move(1),
      previous: () => this.move(this.number - 1),
      play: () => this.toggle(),
      next: () => this.move(this.number + 1),
      last: () => this.move(this.last),
    }
    this.listen()
    this.show(start(element))
  }

  find(name) {
    return this.element.querySelector(`[data-${name}]`)
  }

  get last() {
    return this.run.points.length
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
    this.speed.addEventListener('change', () => this.timer && this.play())
    this.find('import')?.addEventListener('change', ({ target }) => this.bring(target))
    const gone = new AbortController()
    const whileHere = (heed) => (event) => (this.element.isConnected ? heed(event) : gone.abort())
    document.addEventListener('keydown', whileHere((event) => this.press(event)), { signal: gone.signal })
    addEventListener('hashchange', whileHere(() => this.follow()), { signal: gone.signal })
  }

  /** Show point `wanted`, or the nearest that there is, and what leads on from there. */
  show(wanted) {
    this.number = Math.min(Math.max(wanted, 1), this.last)
    showPoint(this.element, this.run, this.number)
    const where = `Point ${this.number} of ${this.last}`
    this.slider.max = this.last
    this.slider.value = this.number
    this.slider.setAttribute('aria-valuetext', where)
    this.find('place').textContent = where
    showLinks(this.element, this.number, this.last)
  }

  go(wanted) {
    this.show(wanted)
    if (!this.timer) history.replaceState(history.state, '', `#point-${this.number}`)
  }

  move(wanted) {
    this.stop()
    this.go(wanted)
  }

  play() {
    clearInterval(this.timer)
    this.timer = setInterval(() => this.tick(), STEP_MS / SPEEDS[this.speed.selectedIndex])
    this.playing(true)
  }

  playing(isPlaying) {
    this.find('play').textContent = isPlaying ? 'Pause' : 'Play'
    this.find('say').setAttribute('aria-live', isPlaying ? 'off' : 'polite') // no flood of words while it plays
  }

  tick() {
    if (!this.element.isConnected) return clearInterval(this.timer)
    if (this.number < this.last) this.go(this.number + 1)
    if (this.number === this.last) this.stop()
  }

  stop() {
    if (!this.timer) return
    clearInterval(this.timer)
    this.timer = null
    this.playing(false)
    this.go(this.number)
  }

  toggle() {
    if (this.timer) return this.stop()
    if (this.number === this.last) this.go(1)
    this.play()
  }

  faster(by) {
    this.speed.selectedIndex = Math.min(Math.max(this.speed.selectedIndex + by, 0), SPEEDS.length - 1)
    if (this.timer) this.play()
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
    if (event.target.closest('input:not([type=range]), textarea, select, summary')) return
    const { first, previous, next, last } = this.acts
    const keys = { ArrowLeft: previous, ArrowRight: next, Home: first, End: last, '<': () => this.faster(-1), '>': () => this.faster(1) }
    if (!event.target.closest('button, a')) keys[' '] = this.acts.play
    if (!keys[event.key]) return
    keys[event.key]()
    event.preventDefault()
  }

  /** The address names another point. */
  follow() {
    const wanted = named(location.hash)
    if (wanted && wanted !== this.number) this.move(wanted)
  }

  async bring(input) {
    const [file] = input.files
    if (!file) return
    const note = this.find('import-note')
    try {
      this.run = await runIn(file, this.run)
      this.stop()
      this.element.querySelector('.frames').replaceChildren()
      this.go(1)
      note.textContent = `Playing ${file.name}: ${this.last} points recorded on ${this.run.server || 'an unnamed server'}.`
    } catch (error) {
      note.textContent = `${file.name} was not loaded: ${error.message}. What was here still plays.`
    }
    input.value = ''
  }
}

function named(address) {
  return Number(/^#point-(\d+)$/.exec(address)?.[1] ?? 0)
}

/** The point that the address names, else the one that the server has shown. */
function start({ dataset }) {
  return named(location.hash) || Number(/[?&]point=(\d+)/.exec(location.search)?.[1] ?? (dataset.start || 1))
}
