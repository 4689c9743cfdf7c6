// Several files in one text: a line `# file: routing.py` begins the next one, what comes before the first is consumer.py.
// Pure. The server has the same rules (own_files.py) and has the last word.

import { KEYWORDS } from './python_tokens.js'

export const MAIN = 'consumer.py'
const HEAD = /^# file: (\w+\.py)[ \t]*$/
const NAME = /^[A-Za-z_]\w*\.py$/

/** The files in order: {name, line}, where `line` is the one that begins the file, from 1. */
export function filesIn(text) {
  const heads = text.split('\n').map((line, index) => ({ name: HEAD.exec(line)?.[1], line: index + 1 }))
  return [{ name: MAIN, line: 1 }, ...heads.filter(({ name }) => name)]
}

/** A name as it was typed, with the ending that every file has. */
export function withEnding(name) {
  const typed = name.trim()
  return !typed || typed.includes('.') ? typed : `${typed}.py`
}

/** A sentence about the fault in the name of a file beside those of the others; '' if it has none. */
export function faultOf(name, others, most) {
  if (!name) return 'Write a name, such as routing.py.'
  if (!NAME.test(name)) return `“${name}” cannot be the name of a file. Use letters, digits and _, do not begin with a digit, and end with .py, as in routing.py.`
  if (KEYWORDS.includes(name.slice(0, -3))) return `No import can name ${name}: “${name.slice(0, -3)}” is a word of Python. Choose another name.`
  if (name === '__init__.py') return `You need no __init__.py: ${MAIN} takes its place. Choose another name.`
  if (others.includes(name)) return `You have a file ${name} already. Choose another name.`
  if (others.length >= most) return `You have ${others.length} files, and there may be ${most}. Delete one first.`
  return ''
}

/** The text with an empty file at its end. */
export function added(text, name) {
  return `${text.trimEnd()}\n\n\n# file: ${name}\n`
}

/** The text with another name for `file`, in its first line and in the imports of other files. */
export function renamed(text, file, name) {
  const lines = text.split('\n')
  lines[file.line - 1] = `# file: ${name}`
  for (const line of importsOf(text, file.name)) lines[line - 1] = lines[line - 1].replace(`.${stem(file.name)}`, `.${stem(name)}`)
  return lines.join('\n')
}

/** The text without `file`. */
export function removed(text, file) {
  const files = filesIn(text)
  const next = files[files.findIndex(({ line }) => line === file.line) + 1]
  const lines = text.split('\n')
  const [before, after] = [lines.slice(0, file.line - 1), next ? lines.slice(next.line - 1) : []]
  return `${before.join('\n').trimEnd()}\n${after.length ? `\n\n${after.join('\n')}` : ''}`
}

/** The numbers of the lines that import from the file: `from .routing import …`. */
export function importsOf(text, name) {
  const start = new RegExp(String.raw`^\s*from \.${stem(name)} import\b`)
  return text.split('\n').flatMap((line, index) => (start.test(line) ? [index + 1] : []))
}

function stem(name) {
  return name.replace(/\.py$/, '')
}
