// On a small screen code and controls stay in sight, and of the other panes one is shown, chosen by its tab.

import { BENCH_SHOW, RUN_NEW } from './events.js'
import { followIn } from './follow.js'

const small = matchMedia('(width < 64rem)')
let count = 0

document.addEventListener('htmx:load', ({ target }) => {
  for (const list of target.querySelectorAll?.('[data-bench-tabs]') ?? []) attach(list)
})

function attach(list) {
  const screen = list.closest('.screen')
  const panes = [...screen.querySelectorAll('[data-tab]')]
  const tabs = panes.map((pane) => tabOf(pane))
  const gone = new AbortController()
  list.setAttribute('aria-label', 'Panes of the run')
  list.append(...tabs)

  const choose = (chosen) => {
    tabs.forEach((tab, index) => {
      const isChosen = index === chosen
      tab.setAttribute('aria-selected', isChosen)
      tab.tabIndex = isChosen ? 0 : -1
      panes[index].toggleAttribute('data-off', !isChosen)
    })
    const tab = tabs[chosen]
    list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2
  }
  const open = (chosen) => {
    choose(chosen)
    const now = panes[chosen].querySelector('[aria-current="step"]') ?? [...panes[chosen].querySelectorAll('.frame:not([hidden])')].at(-1)
    if (now) followIn(now) // a pane that was behind another one could not scroll
  }
  const fit = () => {
    if (!list.isConnected) return gone.abort()
    list.hidden = !small.matches
    for (const pane of panes) small.matches ? asPanel(pane) : asBefore(pane)
    if (small.matches) list.setAttribute('role', 'tablist')
    else list.removeAttribute('role')
  }
  const press = (index) => {
    open(index)
    if (panes[index].getBoundingClientRect().bottom > innerHeight + 1) screen.scrollIntoView({ block: 'start' })
  }
  tabs.forEach((tab, index) => tab.addEventListener('click', () => press(index)))
  const chosenNow = () => tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true')
  let left = null // the pane that gave its place to the one which a run has opened by itself, until the next run
  screen.addEventListener(BENCH_SHOW, ({ target }) => {
    const pane = panes.indexOf(target.closest('[data-tab]'))
    if (pane !== chosenNow()) left = { back: chosenNow(), opened: pane }
    open(pane)
  })
  screen.closest('[data-live]')?.addEventListener(RUN_NEW, () => {
    if (left?.opened === chosenNow()) open(left.back)
    left = null
  })
  list.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(document.activeElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    if (to === undefined) return
    const next = (to + tabs.length) % tabs.length
    open(next)
    tabs[next].focus()
    event.preventDefault()
    event.stopPropagation()
  })
  small.addEventListener('change', fit, { signal: gone.signal })
  const first = screen.querySelector('[data-tab-first]') ?? screen.querySelector('.pane-values[data-tab]')
  choose(Math.max(0, panes.indexOf(first)))
  fit()
}

function tabOf(pane) {
  const tab = document.createElement('button')
  pane.id ||= `pane-${(count += 1)}`
  Object.assign(tab, { type: 'button', id: `tab-${pane.id}`, textContent: pane.dataset.tab })
  tab.setAttribute('role', 'tab')
  tab.setAttribute('aria-controls', pane.id)
  pane.dataset.role = pane.getAttribute('role') ?? ''
  pane.dataset.labelledby = pane.getAttribute('aria-labelledby') ?? ''
  return tab
}

function asPanel(pane) {
  if (pane.localName === 'form') return // what it is matters more
  pane.setAttribute('role', 'tabpanel')
  pane.setAttribute('aria-labelledby', `tab-${pane.id}`)
}

function asBefore(pane) {
  for (const [name, value] of [['role', pane.dataset.role], ['aria-labelledby', pane.dataset.labelledby]]) {
    if (value) pane.setAttribute(name, value)
    else pane.removeAttribute(name)
  }
}
