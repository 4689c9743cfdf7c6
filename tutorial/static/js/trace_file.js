// A trace file that the learner brings: checked before anything of it is shown.

import { upgraded } from './trace_file_1.js'

const LARGEST = 20_000_000 // bytes: more than a run of 5,000 points has

/** The run in `file`, of the same lesson and code as `current`; an Error in words for everything else. */
export async function runIn(file, current) {
  if (file.size > LARGEST) throw new Error('it is larger than 20 MB')
  const run = parsed(await file.text())
  const [family, version] = String(run?.format).split('/')
  if (family !== current.format.split('/')[0]) throw new Error('it is not a run exported from Handshake')
  if (run.lesson !== current.lesson || run.source !== current.source) {
    throw new Error(`it is a run of another lesson or of other code (${String(run.lesson).slice(0, 60)})`)
  }
  if (version === '1' && inOrder(run.points, isPlainPoint)) run.points = upgraded(run.points, current.variables, stepsOf(current))
  else if (run.format !== current.format && version !== '1') throw new Error(`it is in format ${String(version).slice(0, 9)}, which is not known here`)
  if (!inOrder(run.points, isPoint)) throw new Error('its trace points are missing or out of order')
  return run
}

function stepsOf(run) {
  return run.points[0].shown.times.map(({ step }) => step)
}

function inOrder(points, fits) {
  return Array.isArray(points) && points.length > 0 && points.every((point, index) => point?.number === index + 1 && fits(point))
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('it is not JSON')
  }
}

/** A point of format 1. */
function isPlainPoint({ at, event, frame }) {
  return Number.isFinite(at) && typeof event === 'string' && (frame === null || frame === undefined || isRow(frame))
}

function isPoint({ shown }) {
  const { frame, now, times, values } = shown ?? {}
  return isRow(now) && (frame === null || isRow(frame)) && isTable(times) && isTable(values)
}

function isRow(row) {
  return typeof row === 'object' && row !== null
}

function isTable(rows) {
  return Array.isArray(rows) && rows.every(isRow)
}
