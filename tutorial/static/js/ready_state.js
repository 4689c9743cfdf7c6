// The readyState that a browser had at the point that is shown. The browser itself may be ahead of the code: then its state of
// this moment is named as such, or hidden where it would tell the end.

const BY_FRAME = { upgrade: '0 CONNECTING', accept: '1 OPEN', refuse: '3 CLOSED', lost: '3 CLOSED' }

/** Say beside each browser of `bench`, and in the tracker, what its readyState is at the point that is shown. */
export function showReady(bench) {
  const isRecorded = bench.hasAttribute('data-recorded-run')
  for (const client of bench.querySelectorAll('[data-client]')) {
    const socket = client.querySelector('[data-socket="lab"]')
    const place = socket?.querySelector('[data-at-point]')
    const real = socket?.querySelector('[data-ready]')?.textContent.replace('readyState ', '')
    if (!place || !(isRecorded || /^\d/.test(real))) continue
    const { client: who } = client.dataset
    const there = isRecorded || bench.hasAttribute('data-behind') ? readyAt(bench, who) : real
    show(socket, place, there, real)
    if (who === 'a') track(there)
  }
}

function show(socket, place, there, real) {
  const words = there === real ? '' : `readyState ${there}`
  if (place.textContent !== words) place.textContent = words
  socket.toggleAttribute('data-open', there === '1 OPEN')
  if (!words) delete socket.dataset.elsewhere
  else socket.dataset.elsewhere = /^[01]/.test(real) ? 'now' : 'hidden'
}

function readyAt(bench, who) {
  const frames = [...bench.querySelectorAll('.frame:not([hidden])')].filter(({ dataset }) => (dataset.who ?? 'a') === who)
  const state = frames.map(({ dataset: { kind, to } }) => BY_FRAME[kind] ?? ended(kind, to)).findLast(Boolean) ?? '0 CONNECTING'
  return state === '2 CLOSING' && bench.hasAttribute('data-over') ? '3 CLOSED' : state
}

function ended(kind, to) {
  return kind === 'close' ? (to === 'browser' ? '3 CLOSED' : '2 CLOSING') : undefined
}

function track(ready) {
  const [before, now] = ['ready-before', 'ready-now'].map((id) => document.getElementById(id))
  if (!now || now.textContent === ready) return
  before.textContent = now.textContent
  now.textContent = ready
}
