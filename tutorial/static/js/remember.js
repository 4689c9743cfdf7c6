// What was opened stays open: <details data-remember="name">, on every page of this browser.

document.addEventListener('htmx:load', ({ target }) => {
  for (const details of target.querySelectorAll?.('[data-remember]') ?? []) attach(details)
})

function attach(details) {
  const key = `open-${details.dataset.remember}`
  try {
    details.open = localStorage.getItem(key) === 'yes' || (details.open && localStorage.getItem(key) !== 'no')
    details.addEventListener('toggle', () => localStorage.setItem(key, details.open ? 'yes' : 'no'))
  } catch {
    // storage may be forbidden: then nothing is remembered
  }
}
