// What htmx could not bring is said at the foot of the window until the next answer comes; the page stays as it is,
// with all that was typed. A part of a page takes its place whatever its status; a whole page instead of a part
// (403, 404, 500), or nothing at all, is a failure that says itself what it is.

const place = document.getElementById('failed')
const lost = 'Nothing was lost. Please try again.'

document.addEventListener('htmx:sendError', (event) => unanswered(event, `The server cannot be reached. ${lost}`))
document.addEventListener('htmx:timeout', (event) => unanswered(event, `The server does not answer. ${lost}`))

document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const { status } = detail.xhr
  const isPage = /^\s*<(!doctype|html)/i.test(detail.serverResponse)
  if (!isPage && (status < 500 || detail.serverResponse)) return (place.hidden = true)
  const page = new DOMParser().parseFromString(detail.serverResponse, 'text/html')
  const told = ['h1', 'h1 + p'].map((part) => page.querySelector(part)?.textContent.trim().replace(/\.?$/, '.'))
  say(status < 500 ? told.filter(Boolean).join(' ') : `An error happened on the server. ${lost}`, detail)
  detail.shouldSwap = false
  detail.isError = true // htmx:responseError follows
})

function unanswered({ target, detail }, words) {
  const isAsked = detail.requestConfig?.triggeringEvent // or else the page itself did, and nobody waits for it
  if (isAsked && !target.closest('[data-live]')) say(words, detail) // a live demo says it where the run is
}

/** The button that was used was disabled meanwhile: it gets the focus back. */
function say(text, { requestConfig }) {
  place.hidden = false
  place.textContent = text
  const { submitter, target } = requestConfig?.triggeringEvent ?? {}
  const used = submitter ?? target?.closest?.('a, button')
  if (document.activeElement === document.body) used?.focus({ preventScroll: true })
}
