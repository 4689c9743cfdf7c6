// Where the cursor of the editor is. A text area does not say it: the copy of its text does.

const MARGIN = 24 // pixels beside the cursor that stay in sight

/** Scroll `editor` so that one sees where one types; back to the beginning of the lines as soon as that shows it. */
export function keepCaretInSight(editor, copy, area) {
  const { line, x } = caretOf(copy, area)
  const sight = editor.getBoundingClientRect()
  const left = sight.left + editor.querySelector('.editor-lines').offsetWidth
  const right = sight.left + editor.clientWidth
  if (x + editor.scrollLeft < right - MARGIN) editor.scrollLeft = 0
  else if (x > right - MARGIN) editor.scrollLeft += x - right + 2 * MARGIN
  else if (x < left + MARGIN) editor.scrollLeft -= left - x + 2 * MARGIN
  if (line.bottom > sight.bottom) editor.scrollTop += line.bottom - sight.bottom + MARGIN
  else if (line.top < sight.top) editor.scrollTop -= sight.top - line.top + MARGIN
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
