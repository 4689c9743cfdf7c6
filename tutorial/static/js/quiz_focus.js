// After a quiz fragment is swapped in, focus goes to what is new: the reason, the hint, the first question.

document.addEventListener('htmx:afterSwap', ({ target }) => {
  if (!target.closest?.('#quiz') || target.closest('.report')) return // a report sees to its own focus
  const fresh = target.id === 'quiz' ? target.querySelector('.question') : target.closest('.question')
  const place = fresh?.querySelector('.why, .hint:last-of-type, .message') ?? fresh
  if (!place) return
  place.tabIndex = -1
  place.focus({ preventScroll: true })
})
