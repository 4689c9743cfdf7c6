// How fast a run is shown, in every bench of this browser: the choice is kept.

export const PACES = ['line', 'slow', 'normal', 'once']
const MS = { line: Infinity, slow: 1200, normal: 300, once: 0 } // from one point to the next
const KEPT = 'pace'

/** The pace that was chosen last. Who wants less motion sees everything at once unless they have chosen. */
export function keptPace() {
  try {
    const kept = localStorage.getItem(KEPT)
    if (PACES.includes(kept)) return kept
  } catch {
    // storage may be forbidden: then nothing is kept
  }
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'once' : 'normal'
}

export function keepPace(pace) {
  try {
    localStorage.setItem(KEPT, pace)
  } catch {
    // as above
  }
}

/** Milliseconds until the next point is shown. */
export function delay(pace) {
  return MS[pace]
}
