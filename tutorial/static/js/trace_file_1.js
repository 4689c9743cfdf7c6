// Trace files of format 1 carry no values for the fragments: they are made here, as live_demo/view/values.py makes them.

/** The points of a run of format 1 with what format 2 carries besides. `steps` are the numbers of the lesson's steps. */
export function upgraded(points, variables, steps) {
  let last = null // the point of the frame before
  return points.map((point) => {
    const frame = point.frame && frameValues(point, last)
    if (frame) last = point
    return { ...point, shown: { now: nowValues(point), frame: frame || null, times: timesValues(point, steps), values: cells(point, variables) } }
  })
}

function nowValues(point) {
  const sentence = String(point.sentence ?? point.event)
  return { number: point.number, line: point.line ?? '', step: point.current ?? '', readable: readable(point.at), sentence }
}

function frameValues(point, last) {
  const { to, kind, label, by = '' } = point.frame
  return {
    number: point.number,
    to,
    kind,
    side: to === 'server' ? 'Browser to server' : 'Server to browser',
    label,
    readable: (by ? 'from ' : '') + readable(point.at),
    by,
    by_words: by ? 'sent by the server itself' : '',
    gap: last ? `+${readable(point.at - last.at)}` : '',
  }
}

function timesValues(point, steps) {
  return steps.map((step) => {
    const times = point.times?.[step] ?? 0
    return { step, times, text: times ? `${times}×` : 'not yet' }
  })
}

function cells(point, variables) {
  return variables.flatMap((name) => [
    cell(`before-${name}`, point.before?.[name], 0),
    cell(`value-${name}`, point.attributes?.[name], point.changed?.includes(name) ? point.number : 0),
  ])
}

function cell(id, text, number) {
  return { id, number, text: text ?? '—' }
}

function readable(microseconds) {
  if (microseconds >= 100_000) return `${(microseconds / 1e6).toFixed(3)} s`
  return `${(microseconds / 1000).toFixed(microseconds < 1000 ? 2 : 1)} ms`
}
