// What was filled into a form with [data-unsent] and not sent comes back in the same tab, where the form is empty again.

import { stored } from './stored.js'

document.addEventListener('htmx:load', ({ target }) => {
  for (const form of target.querySelectorAll?.('form[data-unsent]') ?? []) attach(form)
})

function attach(form) {
  const key = `unsent ${form.getAttribute('action')}`
  const fill = ([name, value]) => {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === 'radio') field.checked = field.value === value
      else field.value = value
    }
  }
  if (!filled(form).length) JSON.parse(stored((storage) => storage.getItem(key)) ?? '[]').forEach(fill)
  form.addEventListener('input', () => stored((storage) => storage.setItem(key, JSON.stringify(filled(form)))))
  form.addEventListener('submit', () => stored((storage) => storage.removeItem(key)))
}

/** [name, value] of each field that the learner has filled in. */
function filled(form) {
  return [...new FormData(form)].filter(([name, value]) => value && name !== 'csrfmiddlewaretoken')
}
