// Opens the lab socket of a run when its watch socket is open, and gives it up when that is refused.

import { focusConnect } from './bench_focus.js'
import { WATCH_DROP } from './events.js'
import { hasAnswered, stopWaiting, waitFor } from './handshake_wait.js'
import { form, happened, run } from './lab_run.js'
import { linkToRecorded } from './lab_words.js'
import { endRun, keepRun } from './run_cut_off.js'
import { label } from './socket_labels.js'

const WATCH_MS = 3000 // until a watch socket that is still CONNECTING counts as swallowed

/** The watch socket is in another state. `open` opens the lab socket: its path, and the plan of a what-if. */
export function watchState({ element, state: watch, readyState, code }, open) {
  const { live } = run
  if (!element.dataset.labOpened) hasAnswered()
  if (watch === 'connecting' && !element.dataset.labOpened) waitFor(Number(live.dataset.watchMs ?? WATCH_MS), () => swallowed('watch'))
  else stopWaiting()
  label('watch', watch === 'open', `readyState ${readyState}`, code ? `code ${code}` : '')
  if (watch !== 'connecting') live.querySelector('[data-socket="watch"]').toggleAttribute('data-lost', watch === 'closed' && code !== 1000)
  if (watch === 'open' && element.dataset.lab && !element.dataset.labOpened) {
    element.dataset.labOpened = 'yes'
    keepRun(element.dataset.runPage)
    open(element.dataset.lab + chosenPath(), JSON.parse(element.dataset.plan ?? '{}'))
  } else if (watch === 'open' && element.dataset.terminal && run.state.name === 'starting') {
    awaitTerminal(element.dataset.terminal + chosenPath())
  } else if (watch === 'open') {
    happened('watchBack')
  } else if (watch === 'closed' && [4003, 4030].includes(code) && !element.dataset.labOpened) {
    happened('failed', { isTold: true }) // it was refused before there was a lab socket, and has said why
  } else if (watch === 'closed' && code === 1000) {
    element.dataset.recorded = ''
    endRun()
    happened('recorded')
  }
}

export function watchLost({ blocked, failures, limit, over }) {
  if (blocked) {
    dropWatch()
    happened('failed', { reason: 'No WebSocket gets through to this server. A proxy or a browser extension may block it. ' })
    linkToRecorded()
  } else if (over) happened('failed', { reason: 'The watch socket was lost and could not be opened again. What you see stays. You can start a new run.' })
  else happened('watchAway', { failures, limit })
}

export function notStarted(watch) {
  if (watch?.dataset.refused) happened('failed', { reason: watch.dataset.refused, kind: 'refused' })
}

export function backFromTerminal() {
  dropWatch()
  happened('back')
  focusConnect()
}

/** Say that no answer to the handshake of the 'watch' or 'lab' socket has come. */
export function swallowed(socket) {
  if (!run.live?.isConnected) return
  dropWatch()
  const reason = `No answer has come to the ${socket} socket: a proxy, a VPN or an extension may block its upgrade to WebSocket. Try again, or use another network. `
  happened('unanswered', { reason })
  run.lab?.close()
  linkToRecorded()
}

/** The path that the learner has chosen among those that the lab routes. */
function chosenPath() {
  return form('connect').elements.path?.value ?? ''
}

/** Another client than this page opens the lab socket: show what to type there. */
function awaitTerminal(path) {
  const address = location.origin.replace(/^http/, 'ws') + path
  for (const place of run.live.querySelectorAll('[data-terminal-command]')) place.textContent = `${place.dataset.terminalCommand} '${address}'`
  happened('awaits')
}

/** Remove the watch socket of this run. */
function dropWatch() {
  document.getElementById('watch')?.replaceWith(Object.assign(document.createElement('div'), { id: 'watch' }))
  document.dispatchEvent(new Event(WATCH_DROP))
}
