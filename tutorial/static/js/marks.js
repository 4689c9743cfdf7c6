// "Now" has one mark. After each beat it moves with the fragment #now: to the line, the row, the frame.

import { follow } from './follow.js'

document.addEventListener('htmx:wsAfterMessage', ({ target }) => mark(target.closest('[data-live]')))
document.addEventListener('watch:drawn', ({ target }) => announce(target))

function mark(live) {
  if (!live) return
  const { number, line, step } = document.getElementById('now').dataset
  move(live.querySelectorAll('.pane-code li'), (element) => element.id === `line-${line}`)
  follow(live.querySelector('.pane-code li[aria-current]'))
  move(live.querySelectorAll('.pane-steps tbody tr'), (element) => element.id === `row-${step}`)
  move(live.querySelectorAll('.frame'), (element) => element.dataset.number === number)
  for (const value of live.querySelectorAll('.value')) {
    if (value.dataset.changedAt !== number) value.dataset.changedAt = 0
  }
  const newest = live.querySelector('.frame:last-child')
  if (newest?.dataset.number === number) {
    newest.dataset.new = ''
    newest.closest('.wire').scrollTop = newest.offsetTop
  }
}

function move(elements, isNow) {
  for (const element of elements) {
    if (!isNow(element)) element.removeAttribute('aria-current')
    else if (!element.hasAttribute('aria-current')) element.setAttribute('aria-current', 'step')
  }
}

/** One announcement a turn, not one a point. */
function announce(live) {
  const { number, step } = document.getElementById('now').dataset
  if (live.dataset.announced === number) return // something else has moved, which speaks for itself
  live.dataset.announced = number
  const last = live.querySelector('.frame:last-child')
  const frame = last ? [last.querySelector('.payload').textContent, last.querySelector('.by').textContent].filter(Boolean).join(', ') : ''
  const values = [...live.querySelectorAll('.pane-values .tracker tbody tr:not(.browser)')].map(
    (row) => `${row.cells[0].textContent} is ${row.cells[2].textContent}`,
  )
  document.getElementById('live-status').textContent = [step && `Step ${step}`, frame, ...values].filter(Boolean).join('. ')
}
