// A socket that comes back: when its connection is lost it waits, longer each time, and opens a new one.

const ATTEMPTS = 6 // in a row, then it gives up: a refused handshake looks like a lost connection
const FIRST_WAIT = 500 // milliseconds, at most
const LONGEST_WAIT = 30_000
const STABLE = 5_000 // a connection that has held so long starts the count anew
const LOST = [1001, 1006, 1011, 1012, 1013] // any other code was meant: nobody comes back

export function keepConnected(url, { onopen, onmessage, onclose, onwait }) {
  let socket
  let timer
  let attempts = 0

  function open() {
    let openSince = Infinity
    socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      openSince = Date.now()
      onopen()
    }
    socket.onmessage = ({ data }) => onmessage(data)
    socket.onclose = (event) => {
      onclose(event)
      if (Date.now() - openSince > STABLE) attempts = 0
      if (LOST.includes(event.code) && attempts < ATTEMPTS) wait()
    }
  }

  function wait() {
    // Jitter, a random part of the wait: after a restart not everybody comes back at once.
    const milliseconds = Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts)
    attempts += 1
    onwait(milliseconds, attempts)
    timer = setTimeout(open, milliseconds)
  }

  open()
  return {
    send: (data) => socket.send(data),
    close(code) {
      socket.close(code)
      clearTimeout(timer)
      attempts = ATTEMPTS // a close of our own is final, whatever code comes back
    },
  }
}
