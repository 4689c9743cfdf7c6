// Shows a recorded run at one of its trace points. Each point carries what every fragment shows there, from
// `live_demo.view.values`; nothing is computed or worded here.

import { fragment, replace } from './fragments.js'
import { markNow } from './now.js'

/** Show in `page` the state of `run` at its point `number`. Only the list of frames needs earlier points. */
export function showPoint(page, run, number) {
  const { now, times, values } = run.points[number - 1].shown
  showFrames(page, run, number)
  for (const each of times) replace(page, 'times', each)
  for (const each of values) replace(page, 'value', each)
  replace(page, 'now', { ...now, number })
  markNow(page)
}

/** Remove the frames after point `number` and add the missing ones before it. A frame of `number` itself is drawn as new. */
function showFrames(page, run, number) {
  const list = page.querySelector('.frames')
  const newest = () => Number(list.lastElementChild?.dataset.number ?? 0)
  while (newest() > number) list.lastElementChild.remove()
  for (const point of run.points.slice(newest(), number)) {
    if (!point.shown.frame) continue
    list.append(fragment(page, 'frame', { ...point.shown.frame, number: point.number }))
    if (point.number === number) list.lastElementChild.dataset.new = ''
  }
}
