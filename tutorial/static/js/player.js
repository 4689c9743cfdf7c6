// The player of a recorded run: plays what the page brought, or an imported file, without asking the server.
// The server owns how a point looks and reads: its fragments, and the values for them, come with the page and with
// the file. The player chooses the point, and trace_point.js puts its values into the fragments.

import { NOTHING_SET, sourceOf, valuesAfter } from './inline_values.js'
import { Instrument } from './instrument.js'
import { showLinks } from './player_links.js'
import { runIn } from './trace_file.js'
import { showPoint } from './trace_point.js'

document.addEventListener('htmx:load', ({ target }) => {
  const element = target.querySelector?.('[data-player]')
  if (element && !element.dataset.ready) new Player(element)
})

class Player extends Instrument {
  constructor(element) {
    super(element)
    this.startsAgain = true
    this.take(JSON.parse(this.find('run').content.textContent))
    this.find('import')?.addEventListener('change', ({ target }) => this.bring(target))
    const gone = new AbortController()
    const follow = () => (element.isConnected ? this.follow() : gone.abort())
    addEventListener('hashchange', follow, { signal: gone.signal })
    this.show(start(element))
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

  show(wanted) {
    super.show(wanted)
    showLinks(this.element, this.number, this.count)
  }

  move(wanted) {
    super.move(wanted)
    this.name()
  }

  /** The point that stands is in the address. */
  name() {
    history.replaceState(history.state, '', `#point-${this.number}`)
  }

  pause() {
    const wasPlaying = this.isPlaying
    super.pause()
    if (wasPlaying) this.name()
  }

  atEnd() {
    this.pause()
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
      const run = await runIn(file, this.run)
      this.pause()
      this.take(run)
      this.element.querySelector('.frames').replaceChildren()
      this.move(1)
      note.textContent = `Playing ${file.name}: ${this.count} points recorded on ${this.run.server || 'an unnamed server'}.`
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
