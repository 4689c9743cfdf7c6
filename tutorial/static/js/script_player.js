// The player of scripts in the browser: does what the rows of a script say, on the sockets of one run.
// lessons/script/language.py documents the rows; a page plays those of client 1.

/**
 * Plays `rows`, which begin with the connect row of the socket that the page opens by itself. `meet` gets every
 * socket when it is made, with the functions `send` and `close` of the lab's client.js, which its lines show;
 * `connect()` has to make the next. `cut` is the message that asks the server for a cut.
 * `did(row)` hears of each row that has begun, and `ended()` when the last socket is closed.
 */
export function scriptPlayer(rows, { cut, connect, did, ended }) {
  const todo = rows.slice(1)
  let act = null // how to send and close
  let row = null // that is being done
  let unread = 0 // messages that no await has counted yet

  const next = () => {
    row = todo.shift() ?? null
    if (!row) return
    DO[row.do]()
    did(row)
    if (row.do === 'send') next()
  }
  const count = () => {
    const wanted = row?.do === 'await' && !row.close ? (row.messages ?? 1) : Infinity
    if (unread < wanted) return
    unread -= wanted
    next()
  }
  const comesBack = () => todo.some((each) => each.do === 'connect')
  const DO = {
    connect,
    send: () => act.send(payload(row)),
    await: () => queueMicrotask(count),
    close: () => act.close(row.code ?? 1000),
    cut: () => act.send(cut),
    wait: () => setTimeout(next, row.ms),
  }
  /** Handle the end of the connection. If the script asked for it, it goes on; else its rest cannot be played. */
  const over = () => {
    const asked = row && (row.do === 'close' || row.do === 'cut' || row.close)
    if (asked && comesBack()) return next()
    todo.length = 0
    ended()
  }

  const meet = (socket, { send, close }) => {
    act = { send, close }
    unread = 0
    socket.addEventListener('open', next)
    socket.addEventListener('message', () => {
      unread += 1
      count()
    })
    socket.addEventListener('close', over)
  }
  return { meet }
}

/** The message of a send row. */
function payload({ text, hex, size }) {
  if (hex !== undefined) return new Uint8Array((hex.match(/../g) ?? []).map((two) => parseInt(two, 16)))
  return text ?? 'x'.repeat(size)
}
