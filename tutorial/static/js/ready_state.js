// The readyState that a browser had at the point that is shown. The browser itself may be ahead of the code.

const BY_FRAME = { upgrade: '0 CONNECTING', accept: '1 OPEN', refuse: '3 CLOSED', lost: '3 CLOSED' }

/** Say beside each browser of `bench`, and in the tracker, what its readyState was there. */
export function showReady(bench) {
  for (const client of bench.querySelectorAll('[data-client]')) {
    const place = client.querySelector('[data-at-point]')
    const real = client.querySelector('[data-socket="lab"] samp')?.textContent.replace('readyState ', '')
    if (!place || !/^\d/.test(real)) continue
    const { client: who } = client.dataset
    const there = bench.hasAttribute('data-behind') ? readyAt(bench, who) : real
    const words = there === real ? '' : `here ${there}`
    if (place.textContent !== words) place.textContent = words
    if (who === 'a') track(there)
  }
}

function readyAt(bench, who) {
  const frames = [...bench.querySelectorAll('.frame:not([hidden])')].filter(({ dataset }) => (dataset.who ?? 'a') === who)
  return frames.map(({ dataset: { kind, to } }) => BY_FRAME[kind] ?? ended(kind, to)).findLast(Boolean) ?? '0 CONNECTING'
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
