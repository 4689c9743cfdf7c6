// Shows what the browser itself knows of its two sockets: readyState, its events, close codes.

import { run } from './lab_run.js'
import { showReady, STATES } from './ready_state.js'

/** The lab socket has fired an event, or the page has used it: say so with the readyState of now. */
export function labEvent(...told) {
  const { live, lab } = run
  if (!live || !lab) return
  label('lab', lab.readyState === WebSocket.OPEN, `readyState ${STATES[lab.readyState]}`, ...told)
  showReady(live)
}

/** `socket` is 'lab' or 'watch'. */
export function label(socket, isOpen, readyState, ...told) {
  run.live.querySelector(`[data-socket="${socket}"]`).toggleAttribute('data-open', isOpen)
  document.getElementById(`${socket}-state`).textContent = readyState
  document.getElementById(`${socket}-event`).replaceChildren(...told)
}
