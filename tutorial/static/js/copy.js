// Copying what an element holds: data-copy is its id. Where the browser does not allow it, the text is
// selected instead, so that the reader's own keys copy it.

document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copy]')
  if (!button) return
  const source = document.getElementById(button.dataset.copy)
  const status = document.querySelector(`[data-copy-status="${button.dataset.copy}"]`)
  try {
    await navigator.clipboard.writeText(source.textContent)
    status.textContent = 'Copied'
  } catch {
    select(source)
    status.textContent = 'Your browser did not allow copying. The text is selected: press Ctrl+C or ⌘C.'
  }
})

function select(source) {
  const details = source.closest('details')
  if (details) details.open = true
  source.focus()
  getSelection().selectAllChildren(source)
}
