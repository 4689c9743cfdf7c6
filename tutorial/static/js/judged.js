// A judged run: what was expected stands at the point at which the promise broke, and nowhere else.

import { followIn } from './follow.js'

for (const expected of document.querySelectorAll('[data-broken]')) {
  const said = expected.closest('[data-player]').querySelector('[data-say]')
  const show = () => {
    expected.hidden = said.querySelector('#now').dataset.number !== expected.dataset.broken
    if (!expected.hidden) followIn(expected)
  }
  new MutationObserver(show).observe(said, { childList: true, subtree: true })
  show()
}
