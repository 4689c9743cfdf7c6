// Browser B of a bench: a run of its own beside A's, with its own lab socket, consumer and watch socket. What its watch
// socket brings waits among A's fragments and is drawn into B's places.

import { withoutBeginning } from './bench_clock.js'
import { showChat } from './chat.js'
import { note } from './client_messages.js'
import { drawQueue } from './draw_queue.js'
import { LAB_STATE, RUN_NEW } from './events.js'
import { mark } from './marks.js'
import { showReady, STATES } from './ready_state.js'
import { addPlaces, drawFor, placed, putBack, removePlaces } from './second_places.js'
import { hasKeyboard } from './touch.js'
import { lastOf, partsOf } from './watch_message.js'

const WHAT = 'Browser B is a second client, with its own socket and its own consumer instance.'
const origin = location.origin.replace(/^http/, 'ws')

document.addEventListener('htmx:load', ({ target }) => {
  for (const element of target.querySelectorAll?.('[data-second]') ?? []) new SecondClient(element)
})

class SecondClient {
  constructor(element) {
    this.element = element
    this.live = element.closest('[data-live]')
    this.lab = null
    this.watch = null
    this.find('second-connect').addEventListener('click', () => this.connect())
    this.find('second-send').addEventListener('submit', (event) => this.send(event))
    this.find('second-close').addEventListener('click', () => this.lab.close(1000))
    this.live.addEventListener(LAB_STATE, ({ detail }) => this.fit(detail.state))
    this.live.addEventListener(RUN_NEW, () => this.forget())
    let own = [] // what of B is on the page: the whole run of A takes the place of all that is there
    this.live.addEventListener('htmx:wsBeforeMessage', () => (own = placed(this.live)))
    this.live.addEventListener('htmx:wsAfterMessage', () => own.forEach(putBack))
    element.addEventListener('htmx:beforeCleanupElement', () => this.lab?.close())
  }

  find(name) {
    return this.element.querySelector(`[data-${name}]`)
  }

  /** `isTold`: it has happened in this run, and stands on a small screen, too. */
  say(text, isTold = true) {
    if (this.find('why').textContent !== text) this.find('why').textContent = text // else it would be told again
    this.find('why').toggleAttribute('data-told', isTold)
  }

  get isOpen() {
    return this.lab?.readyState === WebSocket.OPEN
  }

  /** B can connect while A is open. */
  fit(state = this.live.dataset.state) {
    const isFree = !this.lab || this.lab.readyState === WebSocket.CLOSED
    this.element.dataset.state = this.isOpen ? 'open' : 'idle'
    this.find('second-connect').disabled = !(isFree && state === 'open')
    for (const each of this.find('second-send').elements) each.disabled = !this.isOpen
    if (isFree && state !== 'open') this.say(`${WHAT} Open browser A first.`, false)
    else if (isFree && !this.find('why').hasAttribute('data-told')) this.say(WHAT, false)
  }

  /** A begins another run: what B had belongs to the one before. */
  forget() {
    this.lab?.close()
    removePlaces(this.live)
  }

  async connect() {
    this.find('second-connect').disabled = true
    this.say('Asking for a run beside that of A.')
    const headers = { 'HX-Request': 'true', ...JSON.parse(document.body.dataset.hxHeaders) }
    const body = new URLSearchParams({ first_run: document.getElementById('watch').dataset.run ?? '' })
    try {
      const answer = await fetch(this.element.dataset.second, { method: 'POST', headers, body })
      const { dataset } = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('watch')
      if (dataset.refused) throw new Error(dataset.refused)
      this.follow(dataset)
    } catch ({ message }) {
      this.fit()
      this.say(message)
    }
  }

  /** Open the watch socket first, as for A. */
  follow({ wsConnect, lab }) {
    let seen = 0
    addPlaces(this.live)
    this.watch = new WebSocket(origin + wsConnect)
    this.watch.addEventListener('open', () => this.open(lab + (this.find('second-path')?.value ?? '')))
    this.watch.addEventListener('message', ({ data, target }) => {
      const parts = partsOf(withoutBeginning(data, 'b'))
      for (const part of parts) drawQueue.push(part, () => this.draw(part.html), 'b')
      seen = lastOf(parts) || seen
      if (target.readyState === WebSocket.OPEN) target.send(JSON.stringify({ seen }))
    })
  }

  draw(html) {
    const said = drawFor(this.live, html)
    if (said) this.say(said)
    mark(this.live)
  }

  open(path) {
    this.lab = new WebSocket(origin + path)
    const told = (event) => {
      this.find('ready').textContent = `readyState ${STATES[this.lab.readyState]}`
      this.find('socket').toggleAttribute('data-open', this.isOpen)
      if (event === 'open') this.say('B is connected: its own socket, its own consumer.', false)
      this.fit()
      showReady(this.live)
    }
    this.lab.addEventListener('message', ({ data }) => this.note('browser', data))
    for (const name of ['open', 'message', 'close']) this.lab.addEventListener(name, () => told(name))
    told('created')
  }

  send(event) {
    event.preventDefault()
    const { text } = event.target.elements
    this.note('server', text.value)
    this.lab.send(text.value)
    if (hasKeyboard()) text.select()
    else event.target.querySelector('button').focus({ preventScroll: true })
  }

  note(to, data) {
    note(this.live, 'b', to, data)
    showChat(this.live)
  }
}
