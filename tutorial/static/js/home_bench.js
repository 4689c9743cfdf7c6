// The small bench of the home page: one field, one button. The first message opens the sockets; where none comes through,
// the recorded run plays in its place.

import { LAB_BLOCKED, LAB_STATE } from './events.js'
import { hasKeyboard } from './touch.js'

document.addEventListener('htmx:load', ({ target }) => {
  const live = target.querySelector?.('[data-home]')
  if (live && !live.dataset.isHome) attach(live)
})

function attach(live) {
  const pending = [] // what waits for the socket
  limitText(live.querySelector('[data-most]'), live.querySelector('.kept'))
  live.dataset.isHome = 'yes'
  const say = live.querySelector('[data-home-say]')

  const deliver = () => {
    const form = live.querySelector('form[data-send]')
    for (const text of pending.splice(0)) {
      form.elements.text.value = text
      form.requestSubmit()
    }
  }
  say.addEventListener('submit', (event) => {
    event.preventDefault()
    pending.push(say.elements.text.value)
    if (hasKeyboard()) say.elements.text.select()
    else say.querySelector('button').focus({ preventScroll: true })
    if (live.dataset.state === 'open') deliver()
    else live.querySelector('form[data-connect] button.primary').click()
  })
  live.addEventListener(LAB_STATE, ({ detail }) => detail.state === 'open' && deliver())
  live.addEventListener(LAB_BLOCKED, () => playRecorded(live))
}

/** Say how much of a pasted text is kept, as it may be longer than a message. */
function limitText(field, note) {
  const most = Number(field.dataset.most)
  field.addEventListener('input', () => {
    const { length } = field.value
    note.textContent = length > most ? `${most} of ${length.toLocaleString('en')} characters are kept here.` : ''
    if (length > most) field.value = field.value.slice(0, most)
  })
}

async function playRecorded(live) {
  const answer = await fetch(live.dataset.recorded, { headers: { 'HX-Request': 'true' } })
  const player = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-player]')
  if (!player) return
  const note = live.querySelector('#live-message').cloneNode(true)
  note.append(' Here it plays.')
  player.classList.add('home-bench')
  player.append(note)
  const place = live.parentElement
  live.replaceWith(player)
  place.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true }))
  const pace = player.querySelector('[data-speed]')
  pace.value = 'normal'
  player.querySelector('[data-play]').click()
}
