// The readyState that a browser had at the point that is shown. The browser itself may be ahead of the code: then its state of
// this moment is named as such, or hidden where it would tell the end.

export const STATES = ['0 CONNECTING', '1 OPEN', '2 CLOSING', '3 CLOSED']

const BY_FRAME = { upgrade: '0 CONNECTING', accept: '1 OPEN', refuse: '3 CLOSED', lost: '3 CLOSED' }

/** Say beside each browser of `bench`, and in the tracker, what its readyState is at the point that is shown. */
export function showReady(bench) {
  for (const client of bench.querySelectorAll('[data-client]')) {
    const { client: who } = client.dataset
    const isRecorded = who === 'a' && bench.hasAttribute('data-recorded-run')
    const socket = client.querySelector('[data-socket="lab"]')
    const place = socket?.querySelector('[data-at-point]')
    const real = socket?.querySelector('[data-ready]')?.textContent.replace('readyState ', '')
    if (!place || !(isRecorded || /^\d/.test(real))) continue
    const states = statesOf(bench, who)
    const there = isRecorded || bench.hasAttribute('data-behind') ? states.at(-1) : real
    show(socket, place, there, real)
    if (who === 'a') track(there, states)
  }
}

function show(socket, place, there, real) {
  const words = there === real ? '' : `readyState ${there}`
  if (place.textContent !== words) place.textContent = words
  socket.toggleAttribute('data-open', there === '1 OPEN')
  socket.toggleAttribute('data-elsewhere', Boolean(words))
  const now = socket.querySelector('[data-now-state]')
  if (now) now.textContent = words && /^[01]/.test(real) ? `now ${real}` : ''
}

/** The states up to the point that is shown, the last of them in force there. As in browser_code.js, no frame is the answer. */
function statesOf(bench, who) {
  const frames = [...bench.querySelectorAll('.frame:not([hidden])')].filter(({ dataset }) => (dataset.who ?? 'a') === who)
  const states = ['0 CONNECTING', ...frames.map(({ dataset: { kind, to } }) => BY_FRAME[kind] ?? ended(kind, to)).filter(Boolean)]
  return states.at(-1) === '2 CLOSING' && bench.matches('[data-live][data-over]') ? [...states, '3 CLOSED'] : states
}

function ended(kind, to) {
  return kind === 'close' ? (to === 'browser' ? '3 CLOSED' : '2 CLOSING') : undefined
}

function track(ready, states) {
  const words = { 'ready-before': states.findLast((state) => state !== ready) ?? '—', 'ready-now': ready }
  for (const [id, text] of Object.entries(words)) {
    const cell = document.getElementById(id)
    if (cell && cell.textContent !== text) cell.textContent = text
  }
}
