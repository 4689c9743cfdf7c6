// In a room: who sent what this browser got. The message itself does not say so; the X-ray has each group_send, who made it
// and whom it reached. The messages of a run and the sendings that reached it come in the same order.

import { showChat } from './chat.js'
import { nameSenders } from './client_messages.js'
import { RUN_NEW } from './events.js'

let seen = new Set() // rows of the X-ray that are known
let senders = [] // of what reached this browser in this run, in order

document.addEventListener(RUN_NEW, () => {
  for (const row of rows()) seen.add(row.cells[0].textContent)
  senders = []
})

document.addEventListener('htmx:wsAfterMessage', () => {
  const live = document.querySelector('[data-member]')
  if (!live) return
  for (const row of rows()) note(row, live.dataset.member)
  nameSenders(live, senders)
  showChat(live)
})

/** The rows of the X-ray, the oldest first. */
function rows() {
  return [...document.querySelectorAll('#xray-table tbody tr')].reverse()
}

function note(row, member) {
  const column = [...row.closest('table').tHead.rows[0].cells].findIndex(({ textContent }) => textContent.trim() === member)
  const key = row.cells[0].textContent
  if (seen.has(key) || row.cells[column]?.dataset.fate !== 'reached') return
  seen.add(key)
  senders.push(row.dataset.sender)
}
