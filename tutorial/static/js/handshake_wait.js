// How long a handshake may take. A proxy that swallows the upgrade answers nothing, for as long as it likes.

const SLOWER = 10 // times what a server has taken so far, it may take for the next handshake: it may be busy
const LONGEST_MS = 30_000 // until any socket that nothing answers counts as swallowed

let timer = null
let begun = 0 // when Connect was pressed, in milliseconds of the page
let taken = 0 // milliseconds from then to the server's last answer

/** Connect is pressed. */
export function begin() {
  stopWaiting()
  begun = performance.now()
}

/** The server has answered. */
export function hasAnswered() {
  taken = performance.now() - begun
}

/** Call `giveUp` unless waiting is stopped within `ms`, or longer where the server has been slow. */
export function waitFor(ms, giveUp) {
  stopWaiting()
  timer = setTimeout(giveUp, Math.max(ms, Math.min(SLOWER * taken, LONGEST_MS)))
}

export function stopWaiting() {
  clearTimeout(timer)
}
