// The last run of a page that was left or loaded anew: the page does not show it any more, and still leads to it.

import { stored } from './stored.js'

const ENDED = 'ended '
const key = () => `open run ${location.pathname}${location.search}`

/** The run whose page is at `address` is open here. */
export function keepRun(address) {
  stored((storage) => storage.setItem(key(), address))
}

/** Note that the run has ended in sight. */
export function endRun() {
  stored((storage) => {
    const address = storage.getItem(key())
    if (address && !address.startsWith(ENDED)) storage.setItem(key(), ENDED + address)
  })
}

/** The address of the run that was here when the page went away, and whether it had ended in sight; said once. */
export function lastRun() {
  const kept = stored((storage) => storage.getItem(key())) ?? ''
  stored((storage) => storage.removeItem(key()))
  const isOver = kept.startsWith(ENDED)
  return { address: isOver ? kept.slice(ENDED.length) : kept, isOver }
}
