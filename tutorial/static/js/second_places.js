// The places of browser B on a bench: rows for its variables, counts beside those of A, its frames on the same wire.

import { tellTime } from './bench_clock.js'

/** Add B's places, empty. */
export function addPlaces(live) {
  if (live.hasAttribute('data-two')) return
  live.toggleAttribute('data-two', true)
  for (const row of live.querySelectorAll('.tracker tbody tr:not(.browser)')) {
    const own = row.cloneNode(true)
    own.dataset.of = 'b'
    for (const value of own.querySelectorAll('.value')) Object.assign(value, { id: `${value.id}-b`, textContent: '—' })
    for (const value of own.querySelectorAll('.value')) value.dataset.changedAt = 0
    const lane = own.querySelector('[data-lane]')
    lane.dataset.cell = `value-${lane.dataset.lane}-b`
    lane.replaceChildren()
    own.cells[0].append(letter())
    row.after(own)
  }
  for (const times of live.querySelectorAll('.pane-steps .times')) {
    const own = times.cloneNode(true)
    Object.assign(own, { id: `${times.id}-b`, textContent: '' })
    Object.assign(own.dataset, { of: 'b', times: 0 })
    times.after(own)
  }
  for (const browser of live.querySelectorAll('.stations [data-station="browser"]')) {
    const own = browser.cloneNode()
    Object.assign(own, { textContent: 'B' })
    own.dataset.of = 'b'
    browser.textContent = 'A'
    browser.after(own)
  }
}

/** Take B's places away. */
export function removePlaces(live) {
  for (const place of live.querySelectorAll('[data-of="b"]')) place.remove()
  for (const browser of live.querySelectorAll('.stations [data-station="browser"]')) browser.textContent = 'Browser'
  live.toggleAttribute('data-two', false)
}

function letter() {
  const mark = document.createElement('small')
  mark.className = 'letter'
  mark.textContent = ' B'
  return mark
}

/** B's frames and entries of the log, each with the list that it is in. */
export function placed(live) {
  return [...live.querySelectorAll(':is(#frames, #log) > [data-of="b"]')].map((element) => [element.parentElement, element])
}

export function putBack([list, element]) {
  if (!element.isConnected && list.isConnected) list.append(element)
}

/** Put one fragment of B into its places. Returns what it says beside the run, if anything. */
export function drawFor(live, html) {
  const template = document.createElement('template')
  template.innerHTML = html
  const now = template.content.querySelector('#now')
  const isBefore = now?.dataset.number === '0'
  if (isBefore) return ''
  for (const part of [...template.content.children]) {
    if (part.id === 'frames') drawFrames(live, part)
    else if (part.id === 'log') drawLog(live, part)
    else if (part.id === 'now') drawNow(part)
    else if (part.matches('.times, .value')) drawCell(part)
  }
  return template.content.querySelector('#live-message')?.firstChild.textContent.trim() ?? ''
}

function drawFrames(live, list) {
  const frames = live.querySelector('#frames')
  const isWhole = list.dataset.hxSwapOob === 'innerHTML'
  if (isWhole) for (const frame of frames.querySelectorAll('[data-who="b"]')) frame.remove()
  for (const frame of [...list.children]) {
    frame.dataset.who = 'b'
    frame.dataset.of = 'b'
    frames.append(frame)
  }
}

/** Put what the code has printed and raised for B into the log of both. */
function drawLog(live, entries) {
  const log = live.querySelector('#log')
  if (entries.dataset.hxSwapOob === 'innerHTML') for (const entry of log.querySelectorAll('[data-of="b"]')) entry.remove()
  for (const entry of [...entries.children]) {
    entry.dataset.of = 'b'
    log.append(entry)
  }
}

function drawNow(now) {
  now.dataset.who = 'b'
  tellTime(now, 'b')
  document.getElementById('now').replaceWith(now)
}

function drawCell(cell) {
  const place = document.getElementById(`${cell.id}-b`)
  if (!place) return
  cell.id = place.id
  if (place.dataset.of) cell.dataset.of = 'b'
  if (cell.matches('.times')) cell.textContent = cell.dataset.times === '0' ? '' : ` B ${cell.textContent}`
  place.replaceWith(cell)
}
