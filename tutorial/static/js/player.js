// The player of a recorded run. Every trace point is complete in itself, so that going to one is drawing
// it: line, row, values, frames and sentence together. Plays what the page brought, or an imported file.

const SPEEDS = [0.25, 0.5, 1, 2, 4]
const BEAT = 700 // ms a point at speed 1
const LARGEST = 5_000_000 // bytes of a file

import { follow } from './follow.js'

document.addEventListener('htmx:load', ({ target }) => {
  const player = target.querySelector?.('[data-player]')
  if (player && !player.dataset.ready) attach(player)
})

function attach(player) {
  player.dataset.ready = 'yes'
  const find = (name) => player.querySelector(`[data-${name}]`)
  const slider = find('slider')
  const speed = find('speed')
  let run = JSON.parse(find('run').content.textContent)
  let number = run.points.length
  let timer = null

  const go = (wanted) => {
    number = Math.min(Math.max(wanted, 1), run.points.length)
    draw(player, run, number)
    slider.value = number
    const where = `Point ${number} of ${run.points.length}`
    slider.setAttribute('aria-valuetext', where)
    find('place').textContent = where
    enable(number)
    if (!timer) history.replaceState(history.state, '', `#point-${number}`)
  }
  const enable = () => {
    const last = run.points.length
    link(find('first'), number > 1 && 1)
    link(find('previous'), number > 1 && number - 1)
    link(find('next'), number < last && number + 1)
    link(find('last'), number < last && last)
  }
  const playing = (on) => {
    clearInterval(timer)
    timer = on ? setInterval(tick, BEAT / SPEEDS[speed.selectedIndex]) : null
    find('play').textContent = on ? 'Pause' : 'Play'
    find('say').setAttribute('aria-live', on ? 'off' : 'polite') // no flood of words while it plays
  }
  const tick = () => {
    if (!player.isConnected) return clearInterval(timer)
    if (number < run.points.length) go(number + 1)
    if (number === run.points.length) stop()
  }
  const stop = () => {
    if (!timer) return
    playing(false)
    go(number)
  }
  const toggle = () => {
    if (timer) return stop()
    if (number === run.points.length) go(1)
    playing(true)
  }
  const move = (wanted) => {
    stop()
    go(wanted)
  }
  const faster = (by) => {
    speed.selectedIndex = Math.min(Math.max(speed.selectedIndex + by, 0), SPEEDS.length - 1)
    if (timer) playing(true)
  }

  const acts = {
    first: () => move(1),
    previous: () => move(number - 1),
    play: toggle,
    next: () => move(number + 1),
    last: () => move(run.points.length),
  }
  for (const [name, act] of Object.entries(acts)) {
    find(name).addEventListener('click', (event) => {
      event.preventDefault()
      event.stopPropagation()
      act()
    })
  }
  slider.addEventListener('input', () => move(Number(slider.value)))
  speed.addEventListener('change', () => timer && playing(true))
  document.addEventListener('keydown', onKey)
  addEventListener('hashchange', () => player.isConnected && fromHash())

  function onKey(event) {
    if (!player.isConnected) return document.removeEventListener('keydown', onKey)
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
    if (event.target.closest('input:not([type=range]), textarea, select, summary')) return
    const onControl = event.target.closest('button, a')
    const act = { ArrowLeft: acts.previous, ArrowRight: acts.next, Home: acts.first, End: acts.last, '<': () => faster(-1), '>': () => faster(1) }[event.key]
    if (act) act()
    else if (event.key === ' ' && !onControl) toggle()
    else return
    event.preventDefault()
  }

  function fromHash() {
    const wanted = /^#point-(\d+)$/.exec(location.hash)
    if (wanted && Number(wanted[1]) !== number) move(Number(wanted[1]))
  }

  find('import')?.addEventListener('change', async ({ target }) => {
    const [file] = target.files
    if (!file) return
    const note = find('import-note')
    try {
      run = checked(await file.text(), file.size, run)
      stop()
      prepare(run.points.length)
      go(1)
      note.textContent = `Playing ${file.name}: ${run.points.length} points recorded on ${run.server || 'an unnamed server'}.`
    } catch (error) {
      note.textContent = `${file.name} was not loaded: ${error.message}. What was here still plays.`
    }
    target.value = ''
  })

  function prepare(points) {
    slider.max = points
  }

  prepare(run.points.length)
  const asked = /^#point-(\d+)$/.exec(location.hash) ?? /[?&]point=(\d+)/.exec(location.search)
  const start = Number(asked?.[1] ?? (player.dataset.start || 1))
  number = Math.min(Math.max(start, 1), run.points.length)
  draw(player, run, number)
  slider.value = number
  find('place').textContent = `Point ${number} of ${run.points.length}`
  enable()
}

/** A link to a point; without one it stays where it is, and says that it leads nowhere now. */
function link(element, point) {
  if (point) {
    element.href = `?point=${point}#replay`
    for (const name of ['role', 'aria-disabled', 'tabindex']) element.removeAttribute(name)
  } else {
    element.removeAttribute('href')
    element.setAttribute('role', 'link')
    element.setAttribute('aria-disabled', 'true')
    element.tabIndex = 0
  }
}

/** The run in a file, or an error in words. Nothing of it is taken over as markup. */
function checked(text, size, current) {
  if (size > LARGEST) throw new Error('it is larger than 5 MB')
  let run
  try {
    run = JSON.parse(text)
  } catch {
    throw new Error('it is no JSON')
  }
  if (run?.format !== current.format) throw new Error('it is no run exported from Handshake')
  if (run.lesson !== current.lesson || run.source !== current.source) {
    throw new Error(`it is a run of another lesson or of other code (${String(run.lesson).slice(0, 60)})`)
  }
  const fits = (point, index) => point?.number === index + 1 && Number.isFinite(point.at) && typeof point.event === 'string'
  if (!Array.isArray(run.points) || !run.points.length || !run.points.every(fits)) {
    throw new Error('its trace points are missing or out of order')
  }
  return run
}

function draw(player, run, number) {
  const point = run.points[number - 1]
  mark(player.querySelectorAll('.pane-code li'), (line) => line.id === `line-${point.line}`)
  follow(player.querySelector('.pane-code li[aria-current]'))
  mark(player.querySelectorAll('.pane-steps tbody tr'), (row) => row.id === `row-${point.current}`)
  for (const name of run.variables) {
    value(player, `before-${name}`, point.before?.[name], 0)
    value(player, `value-${name}`, point.attributes?.[name], point.changed?.includes(name) ? number : 0)
  }
  for (const times of player.querySelectorAll('.times')) {
    const count = point.times?.[times.id.slice('times-'.length)] ?? 0
    times.dataset.times = count
    times.textContent = count ? `${count}×` : 'not yet'
  }
  frames(player, run.points.slice(0, number), number)
  const now = player.querySelector('.says')
  now.querySelector('.when').textContent = readable(point.at)
  now.lastChild.textContent = ` ${point.sentence ?? point.event}`
}

function mark(elements, isNow) {
  for (const element of elements) {
    if (!isNow(element)) element.removeAttribute('aria-current')
    else if (!element.hasAttribute('aria-current')) element.setAttribute('aria-current', 'step')
  }
}

function value(player, id, text, changedAt) {
  const element = player.querySelector(`#${CSS.escape(id)}`)
  if (!element) return
  element.textContent = text ?? '—'
  element.dataset.changedAt = changedAt
}

function frames(player, points, number) {
  const list = player.querySelector('.frames')
  const template = player.querySelector('[data-frame]').content.firstElementChild
  const shown = points.filter((point) => point.frame)
  while (list.children.length > shown.length) list.lastElementChild.remove()
  shown.forEach((point, index) => {
    let item = list.children[index]
    const isNew = !item
    if (isNew) item = list.appendChild(template.cloneNode(true))
    const { to, kind, label, by = '' } = point.frame
    const before = shown[index - 1]
    Object.assign(item.dataset, { number: point.number, to, kind, by: by === 'server' ? by : '' })
    item.querySelector('.when').firstChild.textContent = (by ? 'from ' : '') + readable(point.at)
    item.querySelector('.gap').textContent = before ? `+${readable(point.at - before.at)}` : ''
    item.querySelector('.by').textContent = by ? 'the server by itself' : ''
    item.querySelector('.visually-hidden').textContent = to === 'server' ? 'Browser to server:' : 'Server to browser:'
    item.querySelector('.payload').textContent = label
    if (isNew && point.number === number) item.dataset.new = ''
    mark([item], () => point.number === number)
  })
  if (shown.at(-1)?.number === number) list.closest('.wire').scrollTop = list.lastElementChild.offsetTop
}

function readable(microseconds) {
  if (microseconds >= 100_000) return `${(microseconds / 1e6).toFixed(3)} s`
  return `${(microseconds / 1000).toFixed(microseconds < 1000 ? 2 : 1)} ms`
}
