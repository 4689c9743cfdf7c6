// The editor: a plain text area, with line numbers that follow it, colors, and Tab and Enter as in an editor.
// Escape gives Tab back to the browser, so that nobody is caught in it.

import { colored } from './editor_colors.js'
import { showFiles } from './editor_files.js'
import { follow } from './follow.js'

document.addEventListener('htmx:load', ({ target }) => {
  const editor = target.matches?.('[data-editor]') ? target : target.querySelector?.('[data-editor]')
  if (editor && !editor.dataset.ready) attach(editor)
})

function attach(editor) {
  editor.dataset.ready = 'yes'
  const area = editor.querySelector('textarea')
  const numbers = editor.querySelector('.editor-lines')
  let indents = true

  function count() {
    const lines = area.value.split('\n').length
    while (numbers.children.length > lines) numbers.lastElementChild.remove()
    while (numbers.children.length < lines) numbers.append(document.createElement('li'))
    area.rows = lines + 1
  }

  /** Put the cursor at the first letter of a line, and the line into sight. */
  function goTo(line, block = 'center') {
    const lines = area.value.split('\n')
    const at = lines.slice(0, line - 1).join('\n').length + (line > 1) + (lines[line - 1] ?? '').search(/\S|$/)
    area.focus({ preventScroll: true })
    area.setSelectionRange(at, at)
    numbers.children[line - 1]?.scrollIntoView({ block })
  }

  function edited() {
    area.removeAttribute('aria-invalid')
    for (const line of numbers.querySelectorAll('.fault')) line.removeAttribute('class')
    count()
  }

  // Without this, htmx would take it for Run.
  editor.closest('form').querySelector('[data-save]')?.addEventListener('click', (event) => {
    event.preventDefault()
    area.form.action = event.target.formAction
    area.form.submit()
  })
  editor.closest('.writing')?.addEventListener('toggle', ({ target }) => target.open && target.scrollIntoView({ block: 'nearest' }), true)
  area.addEventListener('input', edited)
  area.addEventListener('focus', () => (indents = true))
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') indents = false
    else if (event.key === 'Tab' && indents) indent(event, area)
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) newLine(event, area)
    else if (event.key === 'Enter') area.form.requestSubmit(area.form.querySelector('button.primary'))
  })
  document.addEventListener('htmx:wsAfterMessage', () => markFault(numbers))
  document.addEventListener('click', (event) => {
    const line = area.isConnected && lineOf(event.target.closest('#log a'))
    if (!line) return
    event.preventDefault()
    goTo(line)
  })
  colored(editor, area)
  showFiles(editor, area, goTo)
  count()
}

/** Tab indents what is selected, Shift+Tab takes it back. */
function indent(event, area) {
  event.preventDefault()
  const start = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1
  const [from, to] = [area.selectionStart, area.selectionEnd]
  if (!event.shiftKey && from === to) return insert(area, '    ')
  const lines = area.value.slice(start, to)
  const changed = event.shiftKey ? lines.replace(/^ {1,4}/gm, '') : lines.replace(/^/gm, '    ')
  area.setSelectionRange(start, to)
  insert(area, changed)
  area.setSelectionRange(start, start + changed.length)
}

/** A new line begins as the one before it, and four spaces further in after a colon. */
function newLine(event, area) {
  event.preventDefault()
  const before = area.value.slice(0, area.selectionStart)
  const line = before.slice(before.lastIndexOf('\n') + 1)
  insert(area, `\n${line.match(/^ */)[0]}${/:\s*$/.test(line) ? '    ' : ''}`)
}

/** As if it were typed: the browser can undo it. */
function insert(area, text) {
  if (!document.execCommand('insertText', false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
}

/** The line at which the log says that the newest run has failed, in the editor and in the code that has run. */
function markFault(numbers) {
  const link = [...document.querySelectorAll('#log :is(.not_loaded, .raised, .died) a')].at(-1)
  const line = lineOf(link)
  numbers.children[line - 1]?.setAttribute('class', 'fault')
  const ran = document.querySelector(`#line-${line} code`)
  if (!ran || ran.dataset.fault) return
  ran.dataset.fault = nameIn(link.closest('pre'))
  follow(ran.parentElement)
}

/** What happened there. The exception's name begins the first line after the traceback's last file that is not indented. */
function nameIn(entry) {
  if (!entry.matches('.raised')) return entry.matches('.not_loaded') ? 'not run' : 'seen here last'
  const told = entry.textContent
  return /^[A-Za-z_][\w.]*(?=:|$)/m.exec(told.slice(told.lastIndexOf('File "')))?.[0] ?? 'exception'
}

function lineOf(link) {
  return Number(link?.hash.match(/^#line-(\d+)$/)?.[1] ?? 0)
}
