// The run that was open when its page was left or loaded anew: it ended without a word, and its page still leads to it.

import { stored } from './stored.js'

const key = () => `open run ${location.pathname}${location.search}`

/** The run whose page is at `address` is open here. */
export function keepRun(address) {
  stored((storage) => storage.setItem(key(), address))
}

/** It has ended in sight. */
export function forgetRun() {
  stored((storage) => storage.removeItem(key()))
}

/** The address of the run that was open here when the page went away; said once. */
export function cutOff() {
  const address = stored((storage) => storage.getItem(key()))
  forgetRun()
  return address
}
