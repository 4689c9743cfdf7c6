// Writes the words around a run besides its state: links to explanations, and what only this browser knows.

import { lastRun } from './run_cut_off.js'

/** There was a run here before its page was left or loaded anew. */
export function sayLastRun() {
  const { address, isOver } = lastRun()
  if (!address) return
  const message = document.getElementById('live-message')
  const link = Object.assign(document.createElement('a'), { href: address, textContent: 'Open that run' })
  message.replaceChildren(isOver ? 'Your last run is over. ' : 'Your last run ended when you left or reloaded this page. ', link)
  message.dataset.kind = 'ended'
}

/** How long after the page's own message another one came; nothing where that is not known to be its answer. */
export function afterYours(ms) {
  return ms === undefined ? [] : [`, ${ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`}`, long(' after yours')]
}

/** A span of words that a phone leaves out, as it has no room for them. */
export function long(text) {
  return Object.assign(document.createElement('span'), { className: 'long', textContent: text })
}

/** The close event has the code of the frame that came last, which is the server's; `sent` is that of the page. */
export function ofAnswer(code, wasClean, sent) {
  return wasClean && sent && sent !== code ? ` (the server’s answer; you sent ${sent})` : ''
}

/** A close code came, and yet the browser says 'not clean': the glossary says why. */
export function explainUnclean(wasClean, code) {
  const place = document.getElementById('lab-event')
  if (wasClean || code === 1006 || !place.dataset.unclean) return
  place.append(' ', Object.assign(document.createElement('a'), { href: place.dataset.unclean, className: 'term', textContent: 'why?' }))
}

/** A term is explained on another page: that opens beside the one that shows a run, which nothing brings back. */
document.addEventListener('click', ({ target }) => {
  const term = target.closest?.('[data-live]:not([data-state="idle"]) a.term')
  if (term) term.target = '_blank'
})

/** Beside what the server does by itself: what came of it here. */
export function browserTold(text) {
  const place = document.getElementById('browser-message')
  if (place) place.textContent = text
}

/** The server refuses what is too long: say so before it is sent. */
export function tellLength(place, text) {
  const bytes = new TextEncoder().encode(text).length
  place.hidden = bytes <= Number(place.dataset.tooLong)
  place.textContent = place.hidden ? '' : `This message has ${bytes.toLocaleString('en')} bytes. The server takes ${place.dataset.tooLong} and closes the socket if you send more.`
}

/** The run that was recorded shows what this network does not let through. */
export function linkToRecorded() {
  const step = document.getElementById('way-step')
  if (!step) return
  const link = Object.assign(document.createElement('a'), { href: step.href, textContent: 'The recorded run shows the same thing.' })
  link.dataset.playRecorded = '' // on the bench itself, where that can play it
  document.getElementById('live-message').append(link)
}
