// While focus is within a card that shows its answer, the keys 1 to 4 rate it instead of leading to a way.
// Listens on the document, in the capture phase: before the keys of the site, and from a card's first moment.

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem('keys-off')) return
  if (!/^[1-4]$/.test(event.key)) return
  const card = event.target.closest?.('[data-recall-card]')
  const button = card?.querySelector(`button[name="rating"][value="${event.key}"]`)
  if (!button) return
  event.preventDefault()
  event.stopPropagation()
  if (!event.repeat) button.click()
}, { capture: true })
