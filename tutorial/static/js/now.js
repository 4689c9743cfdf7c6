// "Now" has one mark: the fragment #now names the line, the row and the frame that carry it.

import { follow } from './follow.js'

/** Mark within `bench` what #now names, and bring the line and the newest frame into sight. */
export function markNow(bench) {
  const { number, line, step } = document.getElementById('now').dataset
  mark(bench.querySelectorAll('.pane-code li'), (element) => element.id === `line-${line}`)
  follow(bench.querySelector('.pane-code li[aria-current]'))
  mark(bench.querySelectorAll('.pane-steps tbody tr'), (element) => element.id === `row-${step}`)
  mark(bench.querySelectorAll('.frame'), (element) => element.dataset.number === number)
  const newest = bench.querySelector('.frame:last-child')
  if (newest?.dataset.number === number) newest.closest('.wire').scrollTop = newest.offsetTop
}

function mark(elements, isNow) {
  for (const element of elements) {
    if (!isNow(element)) element.removeAttribute('aria-current')
    else if (!element.hasAttribute('aria-current')) element.setAttribute('aria-current', 'step')
  }
}
