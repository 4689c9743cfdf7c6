// The values of each variable over the run, side by side. A value leads to the point that set it; one that the run that is
// shown has not reached is an empty place.

import { LANE_POINT } from './events.js'

/** Draw the lanes of `bench` for `count` points, of which `number` is shown. `textAt(point, id)` is what a cell says. */
export function showLanes(bench, count, number, textAt) {
  for (const lane of bench.querySelectorAll('[data-lane]')) {
    const parts = partsOf(count, (at) => textAt(at, lane.dataset.cell ?? `value-${lane.dataset.lane}`))
    const drawn = lane.firstElementChild ?? lane.appendChild(document.createElement('div'))
    while (drawn.children.length > parts.length) drawn.lastElementChild.remove()
    while (drawn.children.length < parts.length) drawn.append(segment(lane))
    parts.forEach((part, index) => fit(drawn.children[index], part, number))
  }
}

/** Each value that the cell has had: its text, the point that set it, and how many points it stood. */
function partsOf(count, text) {
  const parts = []
  for (let at = 1; at <= count; at += 1) {
    const says = text(at)
    if (says === undefined) break // not drawn yet
    if (parts.at(-1)?.text === says) parts.at(-1).length += 1
    else parts.push({ text: says, from: at, length: 1 })
  }
  return parts
}

function segment(lane) {
  const button = document.createElement('button')
  button.type = 'button'
  button.addEventListener('click', () => {
    const detail = { number: Number(button.dataset.from) }
    lane.dispatchEvent(new CustomEvent(LANE_POINT, { detail, bubbles: true }))
  })
  return button
}

function fit(button, { text, from, length }, number) {
  const isNow = number >= from && number < from + length
  const words = from > number ? '' : text
  if (button.textContent !== words) button.textContent = words
  button.dataset.from = from
  button.style.flexGrow = length
  button.setAttribute('aria-label', `From point ${from} on: ${words || 'not shown yet'}`)
  if (isNow) button.setAttribute('aria-current', 'true')
  else button.removeAttribute('aria-current')
}
