// The run of the page as the browser knows it: its bench, its socket, the state it is in, and what is told when nothing
// answers an act.

import { drawQueue } from './draw_queue.js'
import { LAB_BLOCKED, LAB_STATE, QUEUE_PUSHED } from './events.js'
import { isTold, showState } from './run_display.js'
import { FIRST, moved } from './run_states.js'

const ANSWER_MS = 3000 // until an act that nothing answers is told

/**
 * `live` is the one live demo of the page, `lab` its socket, `act` what the lab's client.js lets the page do: send and
 * close. `leftWith` is the code with which the page has closed.
 */
export const run = { live: null, lab: null, act: {}, state: FIRST, leftWith: null }

let untold = null // the timer of an end of which the server tells nothing
let silence = null // the timer of an act that nothing answers

export function form(name) {
  return run.live.querySelector(`form[data-${name}]`)
}

/** Something has happened to the run: the page shows the state that it leads to. */
export function happened(event, detail) {
  const next = moved(run.state, event, detail)
  if (!run.live || next === run.state) return
  show(next)
  if (['failed', 'unanswered'].includes(event) && next.kind === 'lost') run.live.dispatchEvent(new Event(LAB_BLOCKED))
}

export function show(next) {
  run.state = next
  showState(run.live, next)
  run.live.dispatchEvent(new CustomEvent(LAB_STATE, { detail: { state: next.name }, bubbles: true }))
}

/** Show what the learner has done at once, and say so if no answer comes. */
export function did(event) {
  endSilence()
  silence = setTimeout(() => happened(event, { isOffline: !navigator.onLine }), answerMs())
}

drawQueue.addEventListener(QUEUE_PUSHED, () => answered())

export function answered() {
  if (run.state.name === 'closing') return // that waits for the close frame
  endSilence()
  if (run.state.isSilent) happened('answered')
}

/** Stop waiting for an answer. */
export function endSilence() {
  clearTimeout(silence)
}

/** The server says how the run ended. Where it does not, the page says what the browser knows. */
export function awaitVerdict(how) {
  dropVerdict()
  untold = setTimeout(() => !drawQueue.waiting.length && happened('untold', { how, isTold: isTold() }), answerMs())
}

export function dropVerdict() {
  clearTimeout(untold)
}

function answerMs() {
  return Number(run.live.dataset.answerMs ?? ANSWER_MS)
}
