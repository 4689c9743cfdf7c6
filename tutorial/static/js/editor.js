// The editor: a plain text area, with line numbers that follow it, colors, files, and Tab and Enter as in an editor.

import { colored } from './editor_colors.js'
import { goTo } from './editor_places.js'
import { saveBy } from './editor_saving.js'
import { showFiles } from './editor_files.js'
import { typeCode, typeWithKeys } from './editor_typing.js'
import { keepUnsent } from './editor_unsent.js'
import { EDITOR_MARKED } from './events.js'
import { follow } from './follow.js'

const UNSENT = 'What you typed and did not run or save is back.'

document.addEventListener('htmx:load', attachNew)
attachNew() // it is loaded for an editor that is there already

function attachNew() {
  document.querySelectorAll('[data-editor]:not([data-ready])').forEach(attach)
}

function attach(editor) {
  editor.dataset.ready = 'yes'
  const area = editor.querySelector('textarea')
  const numbers = editor.querySelector('.editor-lines')
  const tools = editor.parentElement

  function count() {
    const lines = area.value.split('\n').length
    while (numbers.children.length > lines) numbers.lastElementChild.remove()
    while (numbers.children.length < lines) numbers.append(document.createElement('li'))
    area.rows = lines + 1
  }

  function edited() {
    area.removeAttribute('aria-invalid')
    for (const line of numbers.querySelectorAll('.fault')) line.removeAttribute('class')
    count()
  }

  editor.closest('.writing')?.addEventListener('toggle', ({ target }) => target.open && target.scrollIntoView({ block: 'nearest' }), true)
  area.addEventListener('input', edited)
  area.addEventListener('blur', () => (editor.scrollLeft = 0)) // who comes back sees where the lines begin
  document.addEventListener('htmx:wsAfterMessage', () => markFault(editor))
  document.addEventListener('click', (event) => {
    const line = area.isConnected && lineOf(event.target.closest('#log a, a[href^="#editor-line-"]'))
    if (!line) return
    event.preventDefault()
    goTo(editor, line)
  })
  count()
  typeCode(area)
  typeWithKeys(tools.querySelector('[data-editor-keys]'), area)
  colored(editor, area)
  showFiles(editor, area)
  if (lineOf(location)) goTo(editor, lineOf(location))
  saveBy(area, keepUnsent(area, () => (tools.querySelector('[data-editor-note]').textContent = UNSENT)))
}

/** The line at which the log says that the newest run has failed, in the editor and in the code that has run. */
function markFault(editor) {
  const link = [...document.querySelectorAll('#log :is(.not_loaded, .raised, .died) a')].at(-1)
  const line = lineOf(link)
  const number = editor.querySelector('.editor-lines').children[line - 1]
  if (number && !('told' in link.dataset)) {
    link.dataset.told = '' // once: what is typed afterwards is no fault
    number.className = 'fault'
    editor.querySelector('textarea').setAttribute('aria-invalid', 'true')
    editor.dispatchEvent(new Event(EDITOR_MARKED))
  }
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
  return Number(link?.hash.match(/^#(?:editor-)?line-(\d+)$/)?.[1] ?? 0)
}
