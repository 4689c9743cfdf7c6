// The player of a recorded run: plays what the page brought, or an imported file, without asking the server.

import { showLinks } from './player_links.js'
import { RecordedRun } from './recorded_run.js'
import { runIn } from './trace_file.js'

document.addEventListener('htmx:load', ({ target }) => {
  const element = target.querySelector?.('[data-player]')
  if (element && !element.dataset.ready) new Player(element)
})

class Player extends RecordedRun {
  constructor(element) {
    super(element)
    this.find('import')?.addEventListener('change', ({ target }) => this.bring(target))
    const gone = new AbortController()
    const follow = () => (element.isConnected ? this.follow() : gone.abort())
    addEventListener('hashchange', follow, { signal: gone.signal })
    this.show(start(element))
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
