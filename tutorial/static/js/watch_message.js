// Reads a message of a watch socket: the HTML of trace points (live_demo/view/run_view.py), one after the other.

const POINT_SEPARATOR = '\n<!--point-->\n'

/** [{ html, number, at }] of `data`. What stands beside the run, before its first point or after it, has the number 0. */
export function partsOf(data) {
  return data.split(POINT_SEPARATOR).map((html) => ({ html, ...momentIn(html) }))
}

/** The number of the last point of `parts`; 0 if none has one. */
export function lastOf(parts) {
  return parts.findLast(({ number }) => number)?.number ?? 0
}

/** The number and the time of the point in `html`, out of the tag of its `#now`. The order of the attributes is of no account. */
function momentIn(html) {
  const [tag] = /<[^<>]*\sid="now"[^<>]*>/.exec(html) ?? ['']
  const valueOf = (name) => Number(new RegExp(`\\s${name}="(\\d+)"`).exec(tag)?.[1] ?? 0)
  return { number: valueOf('data-number'), at: valueOf('data-at') }
}
