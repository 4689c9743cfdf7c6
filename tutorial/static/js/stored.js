/** The result of `act` on the storage of this tab; null if that is forbidden or full, so that nothing is stored. */
export function stored(act) {
  try {
    return act(sessionStorage)
  } catch {
    return null
  }
}
