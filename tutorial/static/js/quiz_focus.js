// After a quiz fragment is swapped in, focus goes to what is new, and that is in sight: the reason, the hint,
// the first question. Where nothing was counted, it stays at the button, beside what is said.

const FRESH = '.message, .why, .hint:last-of-type'

document.addEventListener('htmx:afterSwap', ({ target }) => {
  if (!target.closest?.('#quiz') || target.closest('.report')) return // a report sees to its own focus
  const fresh = target.id === 'quiz' ? target.querySelector('.question') : target.closest('.question')
  const asked = fresh?.querySelector('.field-error') && fresh.querySelector('.buttons button')
  const place = asked || fresh?.querySelector(FRESH) || fresh
  if (!place) return
  if (!asked) place.tabIndex = -1
  place.focus({ preventScroll: true })
  if (place !== fresh) place.scrollIntoView({ block: 'nearest' })
})
