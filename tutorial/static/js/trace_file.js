// A trace file that the learner brings: checked before anything of it is shown.

import { upgraded as from1To2 } from './trace_file_1.js'

// {format: what makes points of the next format of it}. A format without a way to the newest one is refused.
const UPGRADES = new Map([['1', { fits: isPlainPoint, upgrade: (points, current) => from1To2(points, current.variables, stepsOf(current)) }]])
const LARGEST = 20_000_000 // bytes: more than a run of 5,000 points has

/** The run in `file`, of the same lesson and code as `current`; an Error in words for everything else. */
export async function runIn(file, current) {
  if (file.size > LARGEST) throw new Error('it is larger than 20 MB')
  const run = parsed(await file.text())
  const [family, version] = String(run?.format).split('/')
  const [ours, newest] = current.format.split('/')
  if (family !== ours) throw new Error('it is not a run exported from Handshake')
  if (run.lesson !== current.lesson || run.source !== current.source) {
    throw new Error(`it is a run of another lesson or of other code (${String(run.lesson).slice(0, 60)})`)
  }
  const points = inNewestFormat(run.points, version, newest, current)
  if (!inOrder(points, isPoint)) throw disordered()
  return { ...run, format: current.format, points }
}

/** Go from format to format until the newest. Each upgrade gets points that fit its format. */
function inNewestFormat(points, version, newest, current) {
  for (let at = version; at !== newest; at = String(Number(at) + 1)) {
    const next = UPGRADES.get(at)
    if (!next) throw new Error(`it is in format ${String(version).slice(0, 9)}, which is not known here`)
    if (!inOrder(points, next.fits)) throw disordered()
    points = next.upgrade(points, current)
  }
  return points
}

function disordered() {
  return new Error('its trace points are missing or out of order')
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

/** A point of the newest format. */
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
