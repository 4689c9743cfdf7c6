// After a card is turned or rated, focus goes to what is new: the answer, the next question, a note.
// Focus alone announces it, so that it is said once.

document.addEventListener('htmx:afterSwap', ({ target }) => {
  const deck = target.closest?.('[data-recall]')
  const place = deck?.querySelector('[data-recall-focus]')
  if (!place) return
  place.focus({ preventScroll: true })
  place.scrollIntoView({ block: 'nearest' })
})
