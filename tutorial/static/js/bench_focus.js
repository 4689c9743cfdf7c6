// Brings the bench into sight when a run begins, and gives the focus to the control that comes next.

import { form, run } from './lab_run.js'
import { hasKeyboard } from './touch.js'

/** The bench fills the window. Where an editor stands beside it, nothing moves as long as the code that will run is in sight. */
export function bringIntoSight() {
  const { live } = run
  const isBeside = live.matches('.build') && matchMedia('(width >= 80rem)').matches
  const [seen, wanted] = isBeside ? [live.querySelector('.pane-code'), live] : [live.querySelector('.screen'), live.querySelector('.screen')]
  if (!seen) return
  const { top, bottom } = seen.getBoundingClientRect()
  if (bottom > innerHeight + 1 || (isBeside && top < 0)) wanted.scrollIntoView({ block: 'start' })
}

/** Whether the learner goes line by line just now: each press of the same button shows the next line. */
export function isOnNextLine(live) {
  return live.dataset.atPace === 'line' && document.activeElement?.matches('[data-play]')
}

export function focusConnect() {
  if (run.live && isOnNextLine(run.live)) return
  form('connect').querySelector('button.primary').focus({ preventScroll: true })
}

/** Focus the button on touch screens, where a focused field would bring up the keyboard over the code. */
export function focusSend() {
  const field = run.live?.querySelector('#live-text')
  if (!field || isOnNextLine(run.live)) return
  const place = hasKeyboard() ? field : form('send').querySelector('button')
  place.focus({ preventScroll: true })
  if (place === field) field.select() // what is typed takes its place
}
