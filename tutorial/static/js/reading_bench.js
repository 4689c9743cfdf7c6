// The recorded run beside the text of a lesson: it stands at the end of the step that the paragraph in view tells of.
// `data-tells` of a paragraph names a row of the execution table or a column of the tracker, whose `data-step` is that step.

import { RecordedRun } from './recorded_run.js'

const IN_VIEW = '-20% 0px -70% 0px' // the band of the window in which one reads: a tenth of it, near its top
const ACTS = ['first', 'previous', 'next', 'last']

document.addEventListener('htmx:load', ({ target }) => {
  const element = target.querySelector?.('[data-reading-bench]')
  if (element && !element.dataset.ready) new BesideText(element)
})

class BesideText extends RecordedRun {
  constructor(element) {
    super(element)
    this.inView = new Set()
    this.show(1)
    const text = element.parentElement.querySelectorAll('[data-tells]')
    this.seen = new IntersectionObserver((entries) => this.read(entries), { rootMargin: IN_VIEW })
    for (const paragraph of text) this.seen.observe(paragraph)
  }

  /** Follow the paragraph that came into view last. */
  read(entries) {
    if (!this.element.isConnected) return this.seen.disconnect()
    for (const { target, isIntersecting } of entries) {
      this.inView.delete(target)
      if (isIntersecting) this.inView.add(target)
    }
    const paragraph = [...this.inView].at(-1)
    if (paragraph && paragraph !== this.told) this.tell(paragraph)
  }

  tell(paragraph) {
    this.told?.removeAttribute('aria-current')
    this.told = paragraph
    paragraph.setAttribute('aria-current', 'step')
    this.move(this.endOf(Number(document.getElementById(paragraph.dataset.tells).dataset.step)))
    this.find('say').setAttribute('aria-live', 'off') // who listens has just heard it from the text
  }

  /** The number of the last point of a step; of the first point where the run has no such step. */
  endOf(step) {
    return this.run.points.findLast(({ shown }) => Number(shown.now.step) === step)?.number ?? 1
  }

  showActs() {
    super.showActs()
    const can = { first: this.number > 1, previous: this.number > 1, next: this.number < this.count, last: this.number < this.count }
    for (const name of ACTS) this.find(name).disabled = !can[name]
    this.find('play').disabled = false
  }

  /** The keys scroll the page, except in the bench. */
  press(event) {
    if (this.element.contains(event.target)) super.press(event)
  }
}
