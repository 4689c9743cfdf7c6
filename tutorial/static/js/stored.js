/** What `act` makes of the storage of this tab. It may be forbidden or full: then nothing is kept, and this is null. */
export function stored(act) {
  try {
    return act(sessionStorage)
  } catch {
    return null
  }
}
