// On a narrow screen the row of ways scrolls: the one in use comes into sight, without moving the page.

document.addEventListener('htmx:load', () => {
  const row = document.querySelector('.ways')
  const current = row?.querySelector('[aria-current]')
  if (current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2
})
