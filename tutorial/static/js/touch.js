// How one types here.

/** Whether text comes from keys, so that a field in focus covers nothing. */
export function hasKeyboard() {
  return !matchMedia('(pointer: coarse)').matches
}

// What is typed anew takes the place of what stands there.
document.addEventListener('focusin', ({ target }) => {
  if (!hasKeyboard() && target.matches('[data-live] input:not([type])')) target.select()
})
