// The watch socket as htmx opens it: what arrives is drawn at a pace that an eye can follow, a lost
// socket comes back with jitter and a limit, and the server is told how far the page has drawn.

const POINT_SEPARATOR = '\n<!--point-->\n'
const PACE = 130 // ms from point to point; shorter when many wait
const LONGEST = 2000 // ms that what waits may take in all
const RETRIES = 6
const PAUSE = 100 // ms from one message about what is drawn to the next: the server takes 20 messages a second

const LOST = 4012 // an engine of the server is away

let current = null // the socket that was opened last
let failures = 0 // since something last came
let telling = null // the timer of the next message about what is drawn

const still = matchMedia('(prefers-reduced-motion: reduce)')

if (window.htmx) {
  htmx.createWebSocket = (url) => paced((current = new WebSocket(url)))
  htmx.config.wsReconnectDelay = () => (0.5 + Math.random() / 2) * 500 * 2 ** Math.min(failures, 5)
  document.addEventListener('htmx:wsConnecting', ({ target }) => connecting(target))
  document.addEventListener('htmx:wsOpen', ({ target }) => opened(target))
  document.addEventListener('htmx:wsClose', ({ target, detail }) => closed(target, detail.event))
}

/** Hold a socket's messages back, and let them through one point at a time. */
function paced(socket) {
  const waiting = []
  let timer = null

  const next = () => {
    const points = still.matches || document.hidden ? waiting.splice(0) : waiting.splice(0, 1)
    for (const data of points) {
      socket.dispatchEvent(Object.assign(new MessageEvent('message', { data }), { isBeat: true }))
    }
    timer = waiting.length ? setTimeout(next, Math.min(PACE, LONGEST / waiting.length)) : null
    if (!timer) caughtUp(socket)
  }

  // htmx opens a socket again after the codes that browsers make. Daphne can send none of them.
  socket.addEventListener('close', (event) => {
    if (event.code !== LOST) return
    event.stopImmediatePropagation()
    socket.dispatchEvent(new CloseEvent('close', { code: 1012, wasClean: true }))
  })

  socket.addEventListener('message', (event) => {
    if (event.isBeat) return
    failures = 0
    event.stopImmediatePropagation()
    waiting.push(...event.data.split(POINT_SEPARATOR))
    timer ??= setTimeout(next, 0)
  })
  return socket
}

/** Another part of the page says something to the server: it is put on the socket that is open now. */
document.addEventListener('watch:say', ({ detail }) => {
  if (current?.readyState === WebSocket.OPEN) current.send(JSON.stringify(detail))
})

function caughtUp(socket) {
  const now = document.getElementById('now')
  if (!now) return // the page has gone on to another way
  telling ??= setTimeout(acknowledge, PAUSE, socket)
  tell('watch:drawn', { seen: Number(now.dataset.number) })
}

function acknowledge(socket) {
  telling = null
  const seen = Number(document.getElementById('now')?.dataset.number)
  if (seen && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ seen }))
}

function connecting(element) {
  if (!element.dataset.isKnown) failures = 0 // another run
  element.dataset.isKnown = 'yes'
  report(element, 'connecting', '0 CONNECTING')
}

function opened(element) {
  element.dataset.wasOpen = 'yes'
  report(element, 'open', '1 OPEN')
}

function closed(element, event) {
  report(element, 'closed', '3 CLOSED', event.code)
  if ([1000, 4003, 4029, 4030].includes(event.code)) return // over, or refused in words
  failures += 1
  const blocked = !element.dataset.wasOpen && failures >= 2
  if (blocked || failures > RETRIES) {
    const gone = document.createElement('div') // without ws-connect htmx tries no more
    gone.id = 'watch'
    element.replaceWith(gone)
  }
  tell('watch:lost', { blocked, failures, limit: RETRIES, over: blocked || failures > RETRIES })
}

function report(element, state, readyState, code) {
  tell('watch:state', { element, state, readyState, code })
}

function tell(event, detail) {
  document.querySelector('[data-live]')?.dispatchEvent(new CustomEvent(event, { detail, bubbles: true }))
}
