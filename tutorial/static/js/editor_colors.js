// The colors of the editor: a copy of its text, behind the text area. The text area stays what is typed into, read out and
// sent; its own letters are see-through while the copy shows them.

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
    if (key === shown) return
    shown = key
    copy.replaceChildren(...linesOf(pieces(text, tokens, pair)))
    fit()
  }

  /** A line that wraps is as high as its copy: so is its number. */
  function fit() {
    const heights = [...copy.children].map((line) => line.getBoundingClientRect().height)
    heights.forEach((height, index) => numbers.children[index]?.style.setProperty('block-size', `${height}px`))
  }

  area.addEventListener('input', show)
  new ResizeObserver(fit).observe(copy)
  document.addEventListener('selectionchange', () => area.isConnected && show())
  show()
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
