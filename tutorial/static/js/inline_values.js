// Values at the end of the line that set them, as a debugger shows them. A point carries the attributes and locals of the
// consumer at that moment, before its line runs: what differs from the point before was set by the line of that one.

const MOST = 90 // characters of a value beside its line; the tracker has the whole

export const NOTHING_SET = { attributes: {}, lines: {}, calls: {}, set: [], raised: [] }

/** What stands at the lines after a point. `last` is what stood there before it, `now` the data of its sentence,
    `source` the lines of the file. `who` is the client whose consumer runs. */
export function valuesAfter(last, now, source, who = 'a') {
  const before = last.set.map((each) => (each.isNow ? { ...each, isNow: false } : each))
  if (!now.values) return { ...last, set: before }
  const { event, function: name, attributes, locals, raised } = JSON.parse(now.values)
  const call = `${who} ${name}`
  const known = last.calls[call]
  const set = known ? before : before.filter((each) => each.who !== who || !within(source, name, each.line))
  const put = (line, values, old) => {
    if (!line) return
    for (const [key, text] of Object.entries(values)) {
      if (old?.[key] === text) continue
      const at = set.findIndex((each) => each.line === line && each.name === key && each.who === who)
      if (at >= 0) set.splice(at, 1)
      set.push({ line, name: key, text, who, isNow: true })
    }
  }
  put(last.lines[who] ?? known?.line, attributes, last.attributes[who] ?? {})
  put(known ? known.line : defined(source, name), locals, known?.locals)
  const line = Number(now.line)
  const calls = { ...last.calls, [call]: { line, locals } }
  if (event !== 'line') delete calls[call]
  return {
    attributes: { ...last.attributes, [who]: attributes },
    lines: { ...last.lines, [who]: line },
    calls,
    set,
    raised: raised ? [...last.raised, { line, name: raised }] : last.raised,
  }
}

/** The number of the line that defines the function `name`; 0 where there is none. */
function defined(source, name) {
  return source.findIndex((line) => new RegExp(`^\\s*(async\\s+)?def ${name}\\(`).test(line ?? ''))
}

/** Whether line number `line` is in the body of the function `name`, or defines it. */
function within(source, name, line) {
  const first = defined(source, name)
  if (first < 1 || line < first) return false
  const depth = indent(source[first])
  const next = source.findIndex((text, number) => number > first && text?.trim() && indent(text) <= depth)
  return next < 0 || line < next
}

function indent(text) {
  return text.length - text.trimStart().length
}

/** The lines of the file that runs in `bench`, by their numbers. */
export function sourceOf(bench) {
  const lines = []
  for (const line of bench.querySelectorAll('.pane-code li[id]')) {
    lines[Number(line.id.split('-')[1])] = line.querySelector('code').textContent
  }
  return Array.from(lines)
}

/** Put the values into the lines of `bench`, and the names of exceptions. What changed at this moment is marked, in words too. */
export function showValues(bench, { set, raised }) {
  for (const code of bench.querySelectorAll('.pane-code code[data-raised]')) delete code.dataset.raised
  for (const { line, name } of raised) bench.querySelector(`.pane-code #line-${line} code`)?.setAttribute('data-raised', name)
  for (const old of bench.querySelectorAll('.pane-code .at-line')) old.remove()
  const places = new Map()
  for (const value of set) {
    const line = bench.querySelector(`.pane-code #line-${value.line}`)
    if (!line) continue
    if (!places.has(line)) {
      const place = document.createElement('span')
      place.className = 'at-line'
      place.append(' ') // here the line may break
      line.append(place)
      places.set(line, place)
    }
    places.get(line).append(...shown(value))
  }
}

function shown({ name, text, who, isNow }) {
  const words = document.createElement('span')
  words.className = 'visually-hidden'
  words.textContent = isNow ? ' now sets ' : ' has set '
  const value = document.createElement('samp')
  value.className = 'set'
  value.dataset.who = who
  if (isNow) value.dataset.now = ''
  value.textContent = `${name} ${shortened(text)}`
  return [words, value]
}

/** The beginning and the end of a long value, so that what was added last is in sight beside the line. */
function shortened(text) {
  return text.length > MOST ? `${text.slice(0, MOST / 3)} … ${text.slice(-MOST / 2)}` : text
}
