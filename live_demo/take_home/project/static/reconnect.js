// A socket that reconnects by itself until the page closes it.

const HEARTBEAT = 'heartbeat' // project/heartbeat.py sends this text back
const PAUSE = 20_000 // milliseconds between heartbeats
const PATIENCE = 10_000 // milliseconds of silence after which a connection counts as dead
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 30_000

// With these codes the server says that it does not want this page back. Any other close is a loss, even 1000:
// Daphne closes each socket with 1000 after 24 hours.
const isFinal = (code) => code === 1008 || code >= 3000

export function keepConnected(url, { onopen, onmessage, onclose, onwait }) {
  let socket
  let timer // one for all: the next heartbeat, the end of the patience, or the next attempt to connect
  let wanted = true
  let waiting = false
  let losses = 0 // failed attempts in a row
  let unconfirmed = [] // sent, and no heartbeat has come back since
  let asked = null // how many of these were sent before the heartbeat now in flight
  const listening = new AbortController()

  function next(act, milliseconds) {
    clearTimeout(timer)
    timer = setTimeout(act, milliseconds)
  }

  function open() {
    waiting = false
    socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      next(beat, PAUSE)
      onopen()
    }
    socket.onmessage = ({ data }) => (data === HEARTBEAT ? confirmed() : heard(data))
    socket.onclose = over
    next(giveUp, PATIENCE)
  }

  function beat() {
    if (asked !== null) return
    asked = unconfirmed.length
    socket.send(HEARTBEAT)
    next(giveUp, PATIENCE)
  }

  // The server handles messages in their order: those before the heartbeat have been handled.
  function confirmed() {
    unconfirmed.splice(0, asked ?? 0)
    asked = null
    losses = 0
    if (unconfirmed.length) beat()
    else next(beat, PAUSE)
  }

  function heard(data) {
    if (asked !== null) next(giveUp, PATIENCE) // busy, but alive
    onmessage(data)
  }

  // A browser can take minutes to notice that the other end is gone, so we do not wait for its close event.
  function giveUp() {
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    over({ code: 1006, wasClean: false })
  }

  function over({ code, wasClean }) {
    const doubtful = unconfirmed
    unconfirmed = []
    asked = null
    if (!wanted || isFinal(code)) stop()
    onclose({ code, wasClean, doubtful, final: !wanted })
    if (wanted) wait()
  }

  // Half of the wait is random: after a restart of the server not everybody comes back at once.
  function wait() {
    const milliseconds = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** losses) * (0.5 + Math.random() / 2)
    losses += 1
    waiting = true
    onwait(milliseconds, losses)
    next(open, milliseconds)
  }

  // The network is back, or somebody looks at the page again.
  function wake() {
    if (waiting) open()
    else if (socket.readyState === WebSocket.OPEN) beat()
  }

  function stop() {
    wanted = waiting = false
    clearTimeout(timer)
    listening.abort()
  }

  open()
  for (const name of ['online', 'pageshow', 'visibilitychange']) {
    addEventListener(name, wake, { signal: listening.signal })
  }

  return {
    // Whether the message was given to an open connection. That it arrived is known when it is confirmed.
    send(data) {
      if (!wanted || socket.readyState !== WebSocket.OPEN) return false
      socket.send(data)
      unconfirmed.push(data)
      beat()
      return true
    },
    close(code = 1000) {
      if (!wanted) return
      socket.close(code) // throws if a page may not send this code, and then nothing changes
      const isOpen = !waiting
      stop()
      if (isOpen) next(giveUp, PATIENCE)
    },
  }
}
