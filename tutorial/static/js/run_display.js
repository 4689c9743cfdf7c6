// Shows the state of a run: one sentence, what is disabled and why, what stands over and under the code.

import { isBusy, STATES, WAITS } from './run_states.js'

const EMPTY = 'Nothing of this run has come here yet.'

export function showState(live, state) {
  const { running, why } = STATES[state.name]
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
  document.getElementById('running').textContent = running ?? live.dataset.idle ?? 'as recorded'
  showEmpty(document.getElementById('now'), state.name !== 'idle')
}

function say({ text, kind }) {
  const message = document.getElementById('live-message')
  message.textContent = text
  delete message.dataset.told
  delete message.dataset.failed
  if (kind) message.dataset.kind = kind
  else delete message.dataset.kind
}

/** Under the code: until a point of this run has come it cannot say what happens, and says that. */
function showEmpty(now, isBegun) {
  if (now?.dataset.number !== '0') return
  now.dataset.first ??= now.lastChild.textContent
  now.lastChild.textContent = isBegun ? ` ${EMPTY}` : now.dataset.first
}

/** Whether the server has told how the run ended: it knows more than the browser does. */
export function isTold() {
  return Boolean(document.querySelector('#live-message:is([data-told], [data-kind="ended"])'))
}
