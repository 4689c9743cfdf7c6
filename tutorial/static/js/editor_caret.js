// Finds the position of the editor's cursor. A text area does not tell it, so the copy of its text is measured.

const MARGIN = 24 // pixels beside the cursor that stay in sight
const FEW = 5 // lines: where fewer of them are in sight, the page scrolls

/** Scroll `editor` so that one sees where one types, and the page where that is not enough. */
export function keepCaretInSight(editor) {
  const [area, copy] = ['textarea', '.editor-colors'].map((each) => editor.querySelector(each))
  const { line, x } = caretOf(copy, area)
  alongLines(editor, x)
  if (heightOf(sightOf(editor)) < FEW * line.height) editor.scrollIntoView({ block: 'start', inline: 'nearest' })
  const [{ top, bottom }, now] = [sightOf(editor), caretOf(copy, area).line]
  if (now.bottom > bottom) scroll(editor, now.bottom - bottom + MARGIN)
  else if (now.top < top) scroll(editor, now.top - top - MARGIN)
}

/** Back to the beginning of the lines as soon as that shows the cursor. */
function alongLines(editor, x) {
  const { left: edge } = editor.getBoundingClientRect()
  const [left, right] = [edge + editor.querySelector('.editor-lines').offsetWidth, edge + editor.clientWidth]
  if (x + editor.scrollLeft < right - MARGIN) editor.scrollLeft = 0
  else if (x > right - MARGIN) editor.scrollLeft += x - right + 2 * MARGIN
  else if (x < left + MARGIN) editor.scrollLeft -= left - x + 2 * MARGIN
}

/** The visible part of the editor: between the rows that stick above and below it, and above a phone's keyboard. */
function sightOf(editor) {
  const { top, bottom } = editor.getBoundingClientRect()
  const { offsetTop, height } = visualViewport
  const [keys, acts] = ['[data-editor-keys]', '.editor-acts'].map((each) => editor.parentElement.querySelector(each).getBoundingClientRect())
  return { top: Math.max(top, keys.bottom, 0), bottom: Math.min(bottom, acts.top, offsetTop + height) }
}

function heightOf({ top, bottom }) {
  return bottom - top
}

function scroll(editor, wanted) {
  const before = editor.scrollTop
  editor.scrollTop += wanted
  const left = wanted - (editor.scrollTop - before)
  if (Math.abs(left) > MARGIN) scrollBy(0, left)
}

/** The line of the cursor as a rectangle of the window, and the cursor's place in it. */
function caretOf(copy, area) {
  const at = area.selectionDirection === 'backward' ? area.selectionStart : area.selectionEnd
  const before = area.value.slice(0, at).split('\n')
  const line = copy.children[before.length - 1]
  const box = line.getBoundingClientRect()
  const typed = before.at(-1).length
  if (!typed) return { line: box, x: box.left }
  const range = document.createRange()
  range.setStart(line, 0)
  range.setEnd(...placeIn(line, typed))
  return { line: box, x: range.getBoundingClientRect().right }
}

/** The text node in `line` that has its letter number `count`, and which letter of it that is. */
function placeIn(line, count) {
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  let left = count
  while (texts.nextNode() && texts.currentNode.length < left) left -= texts.currentNode.length
  return [texts.currentNode, left]
}
