// What htmx could not bring is said at the foot of the window, and the page stays as it is. A part of a page takes its
// place whatever its status; a whole page instead of a part (403, 404, 500) is a failure that says itself what it is.

const place = document.getElementById('failed')

document.addEventListener('htmx:beforeRequest', () => (place.hidden = true))
document.addEventListener('htmx:sendError', ({ target }) => {
  if (target.closest('[data-live]')) return // says it where the run is
  say('The server could not be reached. Nothing on this page has changed; try again.')
})
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  if (!/^\s*<!doctype/i.test(detail.serverResponse)) return
  const page = new DOMParser().parseFromString(detail.serverResponse, 'text/html')
  say(`${page.querySelector('h1')?.textContent}. ${page.querySelector('h1 + p')?.textContent}`)
  detail.shouldSwap = false
  detail.isError = true // htmx:responseError follows
})

function say(text) {
  place.hidden = false
  place.textContent = text
}
