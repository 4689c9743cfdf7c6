// Shows the state of a run: one sentence, what is disabled and why, what stands over and under the code.

import { isBusy, STATES, WAITS } from './run_states.js'

const EMPTY = 'Nothing of this run has come here yet.'
const UNTOLD = 'The server has not told yet which lines have run.'

export function showState(live, state) {
  const { why } = STATES[state.name]
  const connect = live.querySelector('form[data-connect] button.primary')
  live.dataset.state = state.name
  for (const panel of live.querySelectorAll('[data-terminal-panel]')) panel.hidden = state.name !== 'terminal'
  if (state.isNew) say(state)
  for (const name of ['expect', 'send', 'close', 'cut']) {
    for (const element of live.querySelector(`form[data-${name}]`)?.elements ?? []) element.disabled = state.name !== 'open'
  }
  connect.disabled = isBusy(state) && !(state.name === 'open' && 'again' in connect.dataset) // Run closes the run before it
  connect.textContent = connect.dataset.label ?? (state.name === 'ended' ? 'Connect again' : 'Connect')
  document.getElementById('live-why').textContent = 'again' in connect.dataset ? WAITS : why
  showMoment(live)
}

function say({ text, kind }) {
  const message = document.getElementById('live-message')
  message.textContent = text
  delete message.dataset.told
  delete message.dataset.failed
  if (kind) message.dataset.kind = kind
  else delete message.dataset.kind
}

/** Write the words above and below the code that follow from the state and from the point that is shown. */
export function showMoment(live) {
  const { state, idle = 'not run yet' } = live.dataset
  const isPast = (state === 'idle' && live.hasAttribute('data-recorded-run')) || (state === 'ended' && live.hasAttribute('data-behind'))
  const over = isPast ? 'as recorded' : (STATES[state].running ?? idle)
  const running = document.getElementById('running')
  if (running.textContent !== over) running.textContent = over
  showEmpty(live, document.getElementById('now'))
}

/** Under the code: until a point of this run is shown it cannot say what happens, and says that. */
function showEmpty(live, now) {
  if (now?.dataset.number !== '0') return
  const { dataset } = live
  const act = live.querySelector('[data-play]').textContent
  now.dataset.first ??= now.lastChild.textContent
  const waits = 'behind' in dataset && act !== 'Pause' ? firstLine(act) : isUntold() ? UNTOLD : EMPTY
  const words = dataset.state === 'idle' ? now.dataset.first : ` ${waits}`
  if (now.lastChild.textContent !== words) now.lastChild.textContent = words
}

/** What the learner presses to see the first line of a run that does not go on by itself. */
function firstLine(act) {
  return `The run has begun. Press ${act} to see its first line.`
}

/** Whether the server has told how the run ended: it knows more than the browser does. */
export function isTold() {
  return Boolean(document.querySelector('#live-message:is([data-told], [data-kind="ended"])'))
}

/** Whether the browser alone has told how it ended. */
function isUntold() {
  return Boolean(document.querySelector('#live-message:is([data-kind="refused"], [data-kind="lost"]):not([data-told])'))
}
