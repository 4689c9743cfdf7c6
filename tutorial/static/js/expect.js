// Predict, then act: what the learner commits to goes over the watch socket, before the frame that decides it.

import { WATCH_SAY } from './events.js'

const FORMS = { row: ['[0-9]+', 'The number of a row'], code: ['[0-9]{4}|none', 'Four digits, such as 1000. Write none if you expect none'] }

document.addEventListener('htmx:load', ({ target }) => {
  for (const form of target.querySelectorAll?.('form[data-expect]') ?? []) attach(form)
})

function attach(form) {
  const { kind, said } = form.elements
  const fit = () => {
    said.hidden = kind.value === 'nothing'
    said.required = !said.hidden
    const [pattern, title] = FORMS[kind.value] ?? ['.*', '']
    Object.assign(said, { pattern, title, inputMode: kind.value === 'row' ? 'numeric' : 'text' })
  }
  kind.addEventListener('change', fit)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const expect = { kind: kind.value, said: said.value.trim() }
    document.dispatchEvent(new CustomEvent(WATCH_SAY, { detail: { expect } }))
    const next = form.closest('[data-live]').querySelector(kind.value === 'code' ? '[data-close] button' : '[data-send] button')
    next.focus({ preventScroll: true })
  })
  document.addEventListener('htmx:oobAfterSwap', function swapped() {
    if (form.isConnected) settle(form)
    else document.removeEventListener('htmx:oobAfterSwap', swapped)
  })
  fit()
}

/** Disable the button while an expectation is open. */
function settle(form) {
  if (form.elements.kind.disabled) return
  form.querySelector('button').disabled = document.getElementById('expected').dataset.state === 'open'
}
