// The lab socket: the browser's half of a run. Opens after the watch socket does, and shows what the
// browser itself knows: readyState, its events, close codes.

const STATES = ['0 CONNECTING', '1 OPEN', '2 CLOSING', '3 CLOSED']
let live = null // the one live demo of the page
let lab = null // its socket
let patience = null // the timer of a socket that nothing answers

const WATCH_MS = 3000 // until a watch socket that is still CONNECTING counts as swallowed
const LAB_MS = 5500 // the same for a lab socket: its handshake may take 2 s, and a worker has to start

document.addEventListener('htmx:load', ({ target }) => {
  const found = target.matches?.('[data-live]') ? target : target.querySelector?.('[data-live]')
  if (found && found !== live) attach(found)
})
document.addEventListener('lab:reconnect', ({ detail }) => live && open(detail.path, detail.plan))
document.addEventListener('htmx:beforeCleanupElement', ({ target }) => {
  if (target !== live) return
  lab?.close() // the learner has gone on to another way
  live = null
})

function attach(element) {
  live = element
  lab = null
  live.addEventListener('htmx:beforeRequest', ({ target }) => target.matches('[data-connect]') && starting())
  live.addEventListener('htmx:sendError', () => say('The server could not be reached. Nothing was lost; try Connect again.', 'lost', 'idle'))
  live.addEventListener('htmx:responseError', () => say('No run was started. Nothing was lost; try Connect again.', 'lost', 'idle'))
  live.addEventListener('htmx:afterSwap', () => notStarted(document.getElementById('watch')))
  live.addEventListener('watch:state', ({ detail }) => watchState(detail))
  live.addEventListener('watch:lost', ({ detail }) => watchLost(detail))
  form('send').addEventListener('submit', send)
  form('send').querySelector('[data-together]')?.addEventListener('click', sendTogether)
  form('close').addEventListener('submit', close)
  form('cut')?.addEventListener('submit', cut)
  setState('idle')
  // A link of this site that names #run has asked for it.
  if (location.hash === '#run' && document.referrer.startsWith(location.origin)) form('connect').querySelector('button.primary').click()
}

function form(name) {
  return live.querySelector(`form[data-${name}]`)
}

function starting() {
  clearTimeout(patience)
  const screen = live.querySelector('.screen')
  if (screen && screen.getBoundingClientRect().bottom > innerHeight + 1) screen.scrollIntoView({ block: 'start' })
  say('Asking for a run. The watch socket opens first, then the lab socket.')
  setState('starting')
}

function notStarted(watch) {
  if (watch?.dataset.refused) say(watch.dataset.refused, 'refused', 'idle')
}

/** Another client than this page opens the lab socket: show what to type there. */
function awaitTerminal(path) {
  const address = location.origin.replace(/^http/, 'ws') + path
  for (const place of live.querySelectorAll('[data-terminal-command]')) place.textContent = `${place.dataset.terminalCommand} '${address}'`
  say('This run waits for your terminal. What it does there is shown here.')
  setState('terminal')
}

/** A proxy that swallows the upgrade answers nothing, for as long as it likes: say so, and give Connect back. */
function waitFor(socket, ms) {
  clearTimeout(patience)
  patience = setTimeout(() => swallowed(socket), ms)
}

function swallowed(socket) {
  if (!live?.isConnected) return
  document.getElementById('watch')?.replaceWith(Object.assign(document.createElement('div'), { id: 'watch' }))
  document.dispatchEvent(new Event('watch:drop'))
  lab?.close()
  say(`No answer has come to the ${socket} socket: a proxy, a VPN or an extension may swallow its upgrade to WebSocket. Try Connect again, or another network. `, 'lost', 'idle')
  const step = document.getElementById('way-step')
  if (!step) return
  const link = Object.assign(document.createElement('a'), { href: step.href, textContent: 'The recorded run shows the same.' })
  document.getElementById('live-message').append(link)
  document.getElementById('live-message').dataset.told = ''
}

function watchState({ element, state, readyState, code }) {
  if (state === 'connecting' && !element.dataset.labOpened) waitFor('watch', WATCH_MS)
  else clearTimeout(patience)
  show('watch', state === 'open', `readyState ${readyState}`, code ? `code ${code}` : '')
  if (state === 'open' && element.dataset.lab && !element.dataset.labOpened) {
    element.dataset.labOpened = 'yes'
    open(element.dataset.lab + (form('connect').elements.path?.value ?? ''), JSON.parse(element.dataset.plan ?? '{}'))
  } else if (state === 'open' && element.dataset.terminal && live.dataset.state === 'starting') {
    awaitTerminal(element.dataset.terminal + (form('connect').elements.path?.value ?? ''))
  } else if (state === 'closed' && code === 1000 && element.dataset.terminal) {
    setState('ended')
  } else if (state === 'open') {
    say('The watch socket is back; the tables are complete again.')
  } else if (state === 'closed' && [4003, 4030].includes(code) && !element.dataset.labOpened) {
    setState('idle') // it was refused before there was a lab socket, and has said why
  }
}

function watchLost({ blocked, failures, limit, over }) {
  if (blocked) {
    say('No WebSocket gets through to this server. A proxy or a browser extension may block it. The recorded run shows the same.', 'lost', 'idle')
  } else if (over) {
    say('The watch socket was lost and could not be opened again. What you see stays. Connect starts a new run.', 'lost', 'idle')
  } else {
    say(`The watch socket was lost. What you see is kept; trying again (${failures} of ${limit}).`, 'lost')
  }
}

function open(path, { script = [], reconnectPath }) {
  const [{ subprotocols = [], headers = {} } = {}, ...rows] = script
  const reconnects = reconnectPath && path !== reconnectPath
  const started = performance.now()
  const since = () => `after ${(performance.now() - started).toFixed(1)} ms`
  let wasOpen = false
  waitFor('lab', LAB_MS)
  lab = headers.Origin ? fromElsewhere(path) : new WebSocket(path.replace(/^/, location.origin.replace(/^http/, 'ws')), subprotocols)
  live.dispatchEvent(new CustomEvent('lab:created', { detail: { socket: lab }, bubbles: true }))
  setState('connecting')
  browserTold('')
  event('created')
  lab.addEventListener('open', () => {
    wasOpen = true
    clearTimeout(patience)
    event(`open ${since()}`)
    say(rows.length ? 'Both sockets are open. The page now plays its part. Watch what happens.' : 'Both sockets are open. Send a message and follow it, or close the socket.')
    setState('open')
    live?.querySelector('#live-text').focus({ preventScroll: true })
    live?.querySelector('#live-text').select() // what is typed takes its place
  })
  lab.addEventListener('message', ({ data }) => event(`message ${typeof data === 'string' ? JSON.stringify(data.slice(0, 40)) : 'binary'}`))
  lab.addEventListener('error', () => event('error'))
  lab.addEventListener('close', ({ code, wasClean }) => {
    clearTimeout(patience)
    event(`close ${code}, ${wasClean ? 'clean' : 'not clean'}`)
    browserTold(`Your browser itself reported close code ${code}.`)
    const isTold = document.querySelector('#live-message:is([data-told], :has(a))') // the watch socket was first, and knows more
    if (!isTold && !wasOpen) say('The handshake was refused. The browser only knows close code 1006; the table shows what the server did.', 'refused')
    else if (!isTold && !wasClean && code === 1006) say('The lab socket was lost, and no close frame came. The tables keep what was recorded.', 'lost')
    if (reconnects && !wasClean && wasOpen) {
      say('The connection was cut, and no close frame came. The page opens a new one in a moment.')
      setState('starting')
      return
    }
    setState('ended')
    if (live) form('connect').querySelector('button.primary').focus({ preventScroll: true })
  })
}

/** Beside what the server does by itself: what came of it here. */
function browserTold(text) {
  const place = document.getElementById('browser-message')
  if (place) place.textContent = text
}

/** A socket that a frame of a foreign Origin opens for us. */
function fromElsewhere(path) {
  let socket = null
  document.addEventListener('lab:standin', ({ detail }) => (socket = detail.socket), { once: true })
  live.dispatchEvent(new CustomEvent('lab:elsewhere', { detail: { path }, bubbles: true }))
  return socket
}

function send(submit) {
  submit.preventDefault()
  const field = submit.target.elements.text
  lab.send(submit.target.elements.as?.value === 'binary' ? new TextEncoder().encode(field.value) : field.value)
  event('send()')
  field.select()
}

/** The messages of the lesson's script that it sends without waiting for a reply between. */
function sendTogether({ currentTarget }) {
  for (const { dataset } of currentTarget.querySelectorAll('[data-text]')) lab.send(dataset.text)
  event('send(), as often as there are messages')
}

function close(submit) {
  submit.preventDefault()
  const code = submit.target.elements.code.value
  if (code) lab.close(Number(code))
  else lab.close()
  event('close()')
  setState('closing')
}

/** A page cannot cut its own connection: the server resets it at its end. */
function cut(submit) {
  submit.preventDefault()
  lab.send(submit.target.dataset.cut)
  event('asks for a cut')
}

/** What the browser knows, beside what the server says. */
function event(text) {
  if (!live) return
  const ready = STATES[lab.readyState]
  show('lab', lab.readyState === WebSocket.OPEN, `readyState ${ready}`, text)
  const now = document.getElementById('ready-now')
  if (now.textContent !== ready) {
    document.getElementById('ready-before').textContent = now.textContent
    now.textContent = ready
  }
}

function show(socket, isOpen, state, text) {
  live.querySelector(`[data-socket="${socket}"]`).toggleAttribute('data-open', isOpen)
  document.getElementById(`${socket}-state`).textContent = state
  document.getElementById(`${socket}-event`).textContent = text
}

function say(text, kind = '', state = null) {
  if (!live) return
  const message = document.getElementById('live-message')
  message.textContent = text
  delete message.dataset.told
  if (kind) message.dataset.kind = kind
  else delete message.dataset.kind
  if (state) setState(state)
  if (kind === 'lost' && state === 'idle') live.dispatchEvent(new Event('lab:blocked'))
}

/** What cannot be done now is disabled, and says why. */
function setState(state) {
  if (!live) return
  const isOpen = state === 'open'
  const isBusy = ['terminal', 'starting', 'connecting', 'open', 'closing'].includes(state)
  const connect = form('connect').querySelector('button.primary')
  live.dataset.state = state
  for (const panel of live.querySelectorAll('[data-terminal-panel]')) panel.hidden = state !== 'terminal'
  live.dispatchEvent(new CustomEvent('lab:state', { detail: { state } }))
  for (const name of ['expect', 'send', 'close', 'cut']) {
    for (const element of form(name)?.elements ?? []) element.disabled = !isOpen
  }
  connect.disabled = isBusy
  connect.textContent = connect.dataset.label ?? (state === 'ended' ? 'Connect again' : 'Connect')
  document.getElementById('live-why').textContent = {
    open: 'Close this lab socket before you connect again.',
    ended: 'Connect starts a new run. You can send and close while a lab socket is open.',
  }[state] ?? 'You can send and close while a lab socket is open.'
  document.getElementById('running').textContent = isBusy ? 'running' : state === 'ended' ? 'has run' : (live.dataset.idle ?? 'as recorded')
}
