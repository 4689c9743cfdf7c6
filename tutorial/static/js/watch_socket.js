// The watch socket as htmx opens it: what arrives waits for the pace of the bench (draw_queue.js), a lost
// socket comes back with jitter and a limit, and the server is told what has arrived. It may be drawn later.

import { forgetClocks, withoutBeginning } from './bench_clock.js'
import { drawQueue } from './draw_queue.js'
import { RUN_NEW, WATCH_DRAWN, WATCH_DROP, WATCH_LOST, WATCH_SAY, WATCH_STATE } from './events.js'
import { lastOf, partsOf } from './watch_message.js'

const RETRIES = 6
const PAUSE = 100 // ms from one message about what has arrived to the next: the server takes 20 messages a second

const LOST = 4012 // an engine of the server is away
const ENDED = [1000, 4003, 4029, 4030] // over; not allowed, too many messages, no place: each is said in words

let current = null // the socket that was opened last
const dropped = new Set() // the addresses of the runs that were given up
let failures = 0 // since something last came
let telling = null // the timer of the next message about what has arrived
let arrived = 0 // the last point that has arrived
let quiet = null // the timer of the next word about what is drawn

if (window.htmx) {
  htmx.createWebSocket = (url) => (dropped.has(url) ? closedAtOnce(url) : paced((current = new WebSocket(url))))
  htmx.config.wsReconnectDelay = () => (0.5 + Math.random() / 2) * 500 * 2 ** Math.min(failures, 5)
  document.addEventListener('htmx:wsConnecting', ({ target }) => connecting(target))
  document.addEventListener('htmx:wsOpen', ({ target }) => opened(target))
  document.addEventListener('htmx:wsClose', ({ target, detail }) => closed(target, detail.event))
}

/** htmx tries again even where the run was given up. A browser opens one socket to a server at a time, so that try would
 * hold up the next. */
function closedAtOnce(url) {
  const socket = new WebSocket(url)
  socket.close()
  return socket
}

/** Hold a socket's messages back: each point is drawn by itself. */
function paced(socket) {
  // htmx opens a socket again after the codes that browsers make. Daphne can send none of them.
  socket.addEventListener('close', (event) => {
    if (event.code !== LOST) return
    event.stopImmediatePropagation()
    socket.dispatchEvent(new CloseEvent('close', { code: 1012, wasClean: true }))
  })

  socket.addEventListener('message', (event) => {
    if (event.isDue) return
    failures = 0
    event.stopImmediatePropagation()
    const draw = (data) => () => {
      socket.dispatchEvent(Object.assign(new MessageEvent('message', { data }), { isDue: true }))
      caughtUp()
    }
    const parts = partsOf(withoutBeginning(event.data, 'a'))
    for (const part of parts) drawQueue.push(part, draw(part.html))
    acknowledge(socket, lastOf(parts))
  })
  return socket
}

/** Another part of the page says something to the server: it is put on the socket that is open now. */
document.addEventListener(WATCH_SAY, ({ detail }) => {
  if (current?.readyState === WebSocket.OPEN) current.send(JSON.stringify(detail))
})

/** Tell the page once a moment that what has come is drawn. */
function caughtUp() {
  if (!document.getElementById('now') || drawQueue.points) return // the page has gone on to another way, or more is to come
  clearTimeout(quiet)
  quiet = setTimeout(() => tell(WATCH_DRAWN), 0)
}

/** Tell the server the last point that has arrived, drawn or not: it sends only so many before it is told. */
function acknowledge(socket, last) {
  if (last) arrived = last
  telling ??= setTimeout(() => {
    telling = null
    if (arrived && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ seen: arrived }))
  }, PAUSE)
}

function connecting(element) {
  if (!element.dataset.isKnown) anotherRun()
  element.dataset.isKnown = 'yes'
  report(element, 'connecting', '0 CONNECTING')
}

/** Close the watch socket when its run is given up. */
document.addEventListener(WATCH_DROP, () => {
  if (!current) return
  dropped.add(current.url)
  current.close()
})

function anotherRun() {
  failures = arrived = 0
  drawQueue.clear()
  forgetClocks()
  tell(RUN_NEW)
}

function opened(element) {
  element.dataset.wasOpen = 'yes'
  report(element, 'open', '1 OPEN')
}

function closed(element, event) {
  report(element, 'closed', '3 CLOSED', event.code)
  if (ENDED.includes(event.code)) return
  failures += 1
  const blocked = !element.dataset.wasOpen && failures >= 2
  if (blocked || failures > RETRIES) {
    const gone = document.createElement('div') // without ws-connect htmx tries no more
    gone.id = 'watch'
    element.replaceWith(gone)
  }
  tell(WATCH_LOST, { blocked, failures, limit: RETRIES, over: blocked || failures > RETRIES })
}

function report(element, state, readyState, code) {
  tell(WATCH_STATE, { element, state, readyState, code })
}

function tell(event, detail) {
  document.querySelector('[data-live]')?.dispatchEvent(new CustomEvent(event, { detail, bubbles: true }))
}
