// On a narrow screen the row of ways scrolls: the one in use comes into sight, without moving the page.

document.addEventListener('htmx:load', ({ target }) => {
  const row = target.querySelector?.('.ways')
  const current = row?.querySelector('[aria-current]')
  // A link that has led here from the foot of another way is no more: the tab has the focus in its place.
  if (target.id === 'lesson' && document.activeElement === document.body) current?.focus({ preventScroll: true })
  if (current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2
})
