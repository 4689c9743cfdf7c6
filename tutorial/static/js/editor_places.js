// Places in the editor: where a link, a tab or the log leads.

import { keepCaretInSight } from './editor_caret.js'

/**
 * Put the cursor at the first letter of a line, and the line into the middle of the editor. With `first`, that line is at
 * the top of the editor, in sight.
 * The page scrolls only where the line would not be in sight: what asked for it, as a task does, stays where it is read.
 */
export function goTo(editor, line, first = 0) {
  const area = editor.querySelector('textarea')
  const lines = area.value.split('\n')
  const at = lines.slice(0, line - 1).join('\n').length + (line > 1) + (lines[line - 1] ?? '').search(/\S|$/)
  area.focus({ preventScroll: true })
  area.setSelectionRange(at, at)
  const number = editor.querySelector('.editor-lines').children[(first || line) - 1]
  if (!number) return
  const room = first ? 0 : (editor.clientHeight - number.offsetHeight) / 2
  editor.scrollTo(0, number.offsetTop - room)
  const { top, bottom } = number.getBoundingClientRect()
  if (top < 0 || bottom > innerHeight) (first ? editor : number).scrollIntoView({ block: first ? 'start' : 'center' })
  keepCaretInSight(editor)
}
