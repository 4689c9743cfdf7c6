// The colors of the editor: a copy of its text, behind the text area. The text area stays what is typed into, read out and
// sent; its own letters are see-through while the copy shows them.

import { keepCaretInSight } from './editor_caret.js'
import { EDITOR_MARKED } from './events.js'
import { pairAt, tokensOf } from './python_tokens.js'

/** Show the text of `area` in colors in the element `editor` around it. */
export function colored(editor, area) {
  const copy = document.createElement('pre')
  copy.className = 'editor-colors'
  copy.setAttribute('aria-hidden', 'true')
  area.before(copy)
  editor.dataset.colored = ''
  const numbers = editor.querySelector('.editor-lines')
  let shown = ''

  function show() {
    const text = area.value
    const tokens = tokensOf(text)
    const pair = document.activeElement === area ? pairAt(text, tokens, area.selectionStart) : []
    const key = `${pair.map(({ start }) => start)}\n${text}`
    if (key !== shown) copy.replaceChildren(...linesOf(pieces(text, tokens, pair)))
    if (key !== shown) showDepths(copy.children, text.split('\n'))
    shown = key
    markLines(copy.children, numbers.children, area)
  }

  area.addEventListener('input', show)
  editor.addEventListener(EDITOR_MARKED, show)
  document.addEventListener('selectionchange', () => area.isConnected && show())
  for (const type of ['input', 'keyup']) area.addEventListener(type, () => keepCaretInSight(editor))
  visualViewport.addEventListener('resize', () => document.activeElement === area && keepCaretInSight(editor)) // a phone's keyboard
  show()
}

/** Each line has a thin line for each level of its indentation; an empty one has those that go on behind it. */
function showDepths(lines, texts) {
  const own = texts.map((text) => (text.trim() ? Math.ceil(text.search(/\S/) / 4) : null))
  const from = (depths) => depths.reduce((found, depth) => [...found, depth ?? found.at(-1) ?? 0], [])
  const [before, after] = [from(own), from(own.toReversed()).toReversed()]
  own.forEach((depth, index) => {
    const shown = depth ?? Math.min(before[index], after[index])
    if (shown) lines[index].style.setProperty('--depth', shown)
  })
}

/** The line with the cursor is marked once one has typed here, and a line that has failed until it is changed. */
function markLines(lines, numbers, area) {
  if (document.activeElement === area) area.dataset.used = ''
  const here = 'used' in area.dataset ? area.value.slice(0, area.selectionStart).split('\n').length - 1 : -1
  for (const [index, line] of [...lines].entries()) {
    for (const each of [line, numbers[index]]) each?.toggleAttribute('data-caret', index === here)
    line.classList.toggle('fault', Boolean(numbers[index]?.classList.contains('fault')))
  }
}

/** An element for each line, with the pieces of its text; a piece with line ends is cut at them. */
function linesOf(pieces) {
  const lines = [document.createElement('span')]
  for (const piece of pieces) {
    const [first, ...others] = (piece.textContent ?? piece).split('\n')
    const like = (text) => (piece.textContent === undefined ? text : Object.assign(piece.cloneNode(), { textContent: text }))
    lines.at(-1).append(like(first))
    for (const text of others) {
      lines.push(document.createElement('span'))
      lines.at(-1).append(like(text))
    }
  }
  for (const line of lines) line.append('\n')
  return lines
}

/** The text in order: plain text between the tokens, a span for each token that has a color. */
function* pieces(text, tokens, pair) {
  let at = 0
  for (const token of tokens) {
    const isPaired = pair.includes(token)
    if (token.kind === 'p' && !isPaired) continue
    yield text.slice(at, token.start)
    const span = document.createElement('span')
    span.className = isPaired ? 'pair' : token.kind
    span.textContent = text.slice(token.start, token.end)
    yield span
    at = token.end
  }
  yield text.slice(at)
}
