// While focus is within a card that shows its answer, the keys 1 to 4 rate it instead of leading to a way.

document.addEventListener('htmx:load', ({ target }) => {
  const card = target.querySelector?.('[data-recall-card]')
  if (card && !card.dataset.ready) attach(card)
})

function attach(card) {
  card.dataset.ready = 'yes'
  card.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem('keys-off')) return
    const button = /^[1-4]$/.test(event.key) && card.querySelector(`button[name="rating"][value="${event.key}"]`)
    if (!button) return
    event.preventDefault()
    event.stopPropagation() // the document's listener takes digits for ways
    if (!event.repeat) button.click()
  })
}
