// Handles the editor's keys beyond letters: Tab, Enter, Escape, and the row of keys for touch screens.

/** Tab indents and Enter keeps the indentation, until Escape gives Tab back to the browser: nobody is caught in it. */
export function typeCode(area) {
  let indents = true
  area.addEventListener('focus', () => (indents = true))
  area.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'Escape') indents = false
    else if (event.key === 'Tab' && indents) tab(event, area)
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) area.form.requestSubmit(area.form.querySelector('button.primary'))
    else if (event.key === 'Enter') newLine(event, area)
  })
}

/** The row of keys: what a touch screen's keyboard has on its second or third page, and what it does not have. */
export function typeWithKeys(row, area) {
  row.addEventListener('mousedown', (event) => event.preventDefault()) // the text keeps the focus, and the keyboard stays
  row.addEventListener('click', ({ target }) => {
    const { insert: text, act } = target.closest('button')?.dataset ?? {}
    if (text || act) area.focus({ preventScroll: true })
    if (text) insert(area, text)
    else if (act === 'undo') undo(area)
    else if (act) shiftLines(area, act === 'dedent')
  })
}

/** Restore text without selecting it, as the next key would replace a selection. */
function undo(area) {
  document.execCommand('undo')
  area.setSelectionRange(area.selectionEnd, area.selectionEnd)
}

function tab(event, area) {
  event.preventDefault()
  if (!event.shiftKey && area.selectionStart === area.selectionEnd) insert(area, '    ')
  else shiftLines(area, event.shiftKey)
}

/** Move the lines that are selected, or the one of the cursor, by one level: inward, or `outward`. */
function shiftLines(area, outward) {
  const { selectionStart: from, selectionEnd: to, value } = area
  const isOne = from === to
  const start = from ? value.lastIndexOf('\n', from - 1) + 1 : 0
  const end = value.indexOf('\n', isOne || value[to - 1] !== '\n' ? to : to - 1)
  const lines = value.slice(start, end < 0 ? value.length : end)
  const changed = outward ? lines.replace(/^ {1,4}/gm, '') : lines.replace(isOne ? /^/ : /^(?=.)/gm, '    ')
  if (changed === lines) return
  retype(area, value.slice(0, start) + changed + value.slice(start + lines.length))
  const moved = Math.max(start, from + changed.length - lines.length)
  area.setSelectionRange(isOne ? moved : start, isOne ? moved : start + changed.length)
}

/** A new line begins as the one before it, and four spaces further in after a colon. */
function newLine(event, area) {
  event.preventDefault()
  const before = area.value.slice(0, area.selectionStart)
  const line = before.slice(before.lastIndexOf('\n') + 1)
  insert(area, `\n${line.match(/^ */)[0]}${/:\s*$/.test(line) ? '    ' : ''}`)
}

/** Make `text` the text of `area`: only what differs is typed, so that only this is undone. */
export function retype(area, text) {
  const old = area.value
  const most = Math.min(old.length, text.length)
  let [from, end] = [0, 0]
  while (from < most && old[from] === text[from]) from += 1
  while (end < most - from && old.at(-1 - end) === text.at(-1 - end)) end += 1
  if (old === text) return
  area.setSelectionRange(from, old.length - end)
  insert(area, text.slice(from, text.length - end))
}

/** Insert text as if it were typed, so that the browser can undo it. */
function insert(area, text) {
  if (document.execCommand(text ? 'insertText' : 'delete', false, text)) return
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}
