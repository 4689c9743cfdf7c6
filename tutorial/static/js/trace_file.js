// A trace file that the learner brings: checked before anything of it is shown.

const LARGEST = 20_000_000 // bytes: more than a run of 5,000 points has

/** The run in `file`, of the same lesson and code as `current`; an Error in words for everything else. */
export async function runIn(file, current) {
  if (file.size > LARGEST) throw new Error('it is larger than 20 MB')
  const run = parsed(await file.text())
  const [family, version] = String(run?.format).split('/')
  if (family !== current.format.split('/')[0]) throw new Error('it is no run exported from Handshake')
  if (run.lesson !== current.lesson || run.source !== current.source) {
    throw new Error(`it is a run of another lesson or of other code (${String(run.lesson).slice(0, 60)})`)
  }
  if (run.format !== current.format) throw new Error(`it is in format ${String(version).slice(0, 9)}, which is out of date. Export the run again`)
  if (!Array.isArray(run.points) || !run.points.length || !run.points.every(isPoint)) {
    throw new Error('its trace points are missing or out of order')
  }
  return run
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('it is no JSON')
  }
}

function isPoint(point, index) {
  const { frame, now, times, values } = point?.shown ?? {}
  return point?.number === index + 1 && isRow(now) && (frame === null || isRow(frame)) && isTable(times) && isTable(values)
}

function isRow(row) {
  return typeof row === 'object' && row !== null
}

function isTable(rows) {
  return Array.isArray(rows) && rows.every(isRow)
}
