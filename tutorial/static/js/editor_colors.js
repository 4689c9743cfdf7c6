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
  let shown = ''

  function show() {
    const text = area.value
    const tokens = tokensOf(text)
    const pair = document.activeElement === area ? pairAt(text, tokens, area.selectionStart) : []
    const key = `${pair.map(({ start }) => start)}\n${text}`
    if (key === shown) return
    shown = key
    copy.replaceChildren(...pieces(text, tokens, pair), '\n')
  }

  area.addEventListener('input', show)
  document.addEventListener('selectionchange', () => area.isConnected && show())
  show()
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
