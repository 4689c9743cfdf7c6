// "Now" has one mark: the fragment #now names the line, the row and the frame that carry it.

import { markBrowserCode } from './browser_code.js'
import { beforePaint, follow, followIn } from './follow.js'

/** Mark within `bench` what #now names, and bring the line and the newest frame into sight. */
export function markNow(bench) {
  const { number, line, step, station, who = 'a' } = document.getElementById('now').dataset
  mark(bench.querySelectorAll('.pane-code li'), (element) => element.id === `line-${line}`)
  const current = bench.querySelector('.pane-code li[aria-current]')
  follow(current)
  mark(bench.querySelectorAll('.pane-steps tbody tr'), (element) => element.id === `row-${step}`)
  for (const each of bench.querySelectorAll('.pane-code li[data-who], .pane-steps tr[data-who]')) delete each.dataset.who
  if (who !== 'a') for (const each of [current, bench.querySelector('.pane-steps tr[aria-current]')]) if (each) each.dataset.who = who
  mark(bench.querySelectorAll('.frame'), ({ dataset }) => dataset.number === number && (dataset.who ?? 'a') === who)
  markBrowserCode(bench)
  markStation(bench, station, who)
  for (const each of bench.querySelectorAll('.pane-steps tr[aria-current], .frame[aria-current]')) followIn(each)
}

const sum = (numbers) => numbers.reduce((before, each) => before + each, 0)

/** The message goes to its station, in the color of whose run it is. */
function markStation(bench, station, who) {
  for (const line of bench.querySelectorAll('.stations')) {
    const isThere = ({ dataset }) => dataset.station === station && (station !== 'browser' || (dataset.of ?? 'a') === who)
    const at = [...line.children].findIndex(isThere)
    for (const each of line.children) each.toggleAttribute('data-now', isThere(each))
    line.toggleAttribute('data-moving', at >= 0)
    line.dataset.who = who
    beforePaint(line, () => line.style.setProperty('--at', `${placeOf(at, line.children)}%`))
  }
}

/** The middle of the station at this index, computed from the widths of all. */
function placeOf(index, stations) {
  const room = [...stations].map((each) => Number(getComputedStyle(each).flexGrow))
  return (100 * (sum(room.slice(0, index)) + room[index] / 2)) / sum(room)
}

function mark(elements, isNow) {
  for (const element of elements) {
    if (!isNow(element)) element.removeAttribute('aria-current')
    else if (!element.hasAttribute('aria-current')) element.setAttribute('aria-current', 'step')
  }
}
