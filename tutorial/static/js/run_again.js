// Run while a run is open: the open one is closed first, and the new one begins when the server has recorded it.

import { LAB_STATE, WATCH_STATE } from './events.js'

document.addEventListener('submit', (submit) => {
  const run = submit.target.closest('[data-live]')
  if (!submit.target.matches('form[data-connect]:has([data-again])') || run?.dataset.state !== 'open') return
  submit.preventDefault()
  submit.stopImmediatePropagation()
  const over = new AbortController()
  const whenOver = () => {
    if (run.dataset.state !== 'ended' || document.getElementById('watch')?.dataset.recorded === undefined) return
    over.abort()
    submit.target.requestSubmit()
  }
  for (const event of [LAB_STATE, WATCH_STATE]) document.addEventListener(event, () => queueMicrotask(whenOver), { signal: over.signal })
  run.querySelector('form[data-close]').requestSubmit()
}, { capture: true })
