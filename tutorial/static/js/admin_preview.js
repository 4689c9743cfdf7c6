// A preview under each Markdown field of the instructor's desk, rendered by the server as the page will be.
'use strict'

const notMarkdown = /(^|-)(script|holds_when|match|expects-extra)$/

document.addEventListener('focusin', ({ target }) => {
  if (target.matches('textarea.vLargeTextField') && !notMarkdown.test(target.name) && !target.dataset.preview) addPreview(target)
})

function addPreview(field) {
  field.dataset.preview = 'yes'
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Preview', className: 'button preview-button' })
  const pane = Object.assign(document.createElement('div'), { className: 'markdown-preview' })
  pane.setAttribute('role', 'status')
  button.addEventListener('click', () => show(field, pane))
  field.after(button, pane)
}

async function show(field, pane) {
  const form = new FormData()
  form.set('text', field.value)
  form.set('name', field.name)
  form.set('csrfmiddlewaretoken', field.form.elements.csrfmiddlewaretoken.value)
  const url = location.pathname.replace(/\/lesson\/.*$/, '/lesson/preview/')
  const response = await fetch(url, { method: 'POST', body: form })
  if (response.ok) pane.innerHTML = await response.text() // cleaned by the server, as for the page
  else pane.textContent = 'The preview could not be made. What you wrote is still here.'
}
