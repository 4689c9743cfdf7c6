// The browser's side of the lab: the line that the frames shown so far have reached is marked, and said in words.

import { follow } from './follow.js'

document.addEventListener('htmx:load', ({ target }) => follow(target.querySelector?.('.screen .browser-code li[aria-current]')))

// Where the bench has no room for both files, of this one the line that runs is shown until the whole is asked for.
document.addEventListener('click', ({ target }) => {
  const button = target.closest?.('[data-fold]')
  if (!button) return
  const isOpen = button.closest('.browser-code').toggleAttribute('data-whole')
  button.setAttribute('aria-expanded', isOpen)
  for (const line of button.closest('.screen').querySelectorAll('li[aria-current]')) follow(line)
})

/** Mark within `bench` what its newest frame has made the browser run. A replay may show no frame yet. */
export function markBrowserCode(bench) {
  const code = bench.querySelector('.browser-code')
  if (!code) return
  const { runs, who } = last(bench)
  for (const line of code.querySelectorAll('li[data-runs]')) {
    if (line.dataset.runs !== runs) line.removeAttribute('aria-current')
    else if (!line.hasAttribute('aria-current')) line.setAttribute('aria-current', 'step')
  }
  const now = code.querySelector('li[aria-current]')
  if (now) now.dataset.who = who
  follow(now)
  const words = now?.dataset.words ?? ''
  const place = code.querySelector('[data-browser-says]')
  if (place.textContent !== words) place.textContent = words
}

/** The line that ran last, and its browser. The answer to the server's close frame runs no line. */
function last(bench) {
  const closed = new Set()
  let found = { runs: '', who: 'a' }
  for (const { dataset } of bench.querySelectorAll('.frame:not([hidden])')) {
    const { runs, who = 'a' } = dataset
    if (runs === 'stop' && closed.has(who)) continue
    if (runs === 'new') closed.delete(who)
    if (runs === 'close') closed.add(who)
    found = { runs, who }
  }
  // The server's answer to a close of the page is no ASGI event, so there is no frame of it.
  if (found.runs === 'stop' && bench.matches('[data-live][data-over]')) found.runs = 'close'
  return found
}
