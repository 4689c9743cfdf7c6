// The files of the editor: one text, in which a line `# file: routing.py` begins the next file. A button for each file goes
// to it, and the one in which the cursor is has the mark. Files are added, renamed and deleted here.

import { askName } from './editor_name.js'
import { goTo } from './editor_places.js'
import { retype } from './editor_typing.js'
import { added, filesIn, importsOf, MAIN, removed, renamed } from './python_files.js'

/** Show the files of the text in `editor` above it. */
export function showFiles(editor, area) {
  const list = editor.parentElement.querySelector('[data-editor-files]')
  const note = editor.parentElement.querySelector('[data-editor-note]')
  let shown = ''
  let isOwn = false // what changes the text is an act of this list

  const acts = {
    'Add a file': () => askName(list, { label: 'Name of the new file', act: 'Add', files: filesIn(area.value), done: add }),
    Rename: () => onOther((file) => askName(list, { label: `New name of ${file.name}`, act: 'Rename', files: filesIn(area.value), name: file.name, done: (name) => rename(file, name) })),
    Delete: () => onOther(remove),
  }

  function current(files) {
    const here = area.value.slice(0, area.selectionStart).split('\n').length
    return files.findLastIndex(({ line }) => line <= here)
  }

  function show() {
    const files = filesIn(area.value)
    const at = current(files)
    const key = JSON.stringify([files.map(({ name, line }) => [name, line]), at])
    if (key === shown) return
    shown = key
    editor.toggleAttribute('data-parts', files.length > 1)
    const focused = document.activeElement?.closest('[data-editor-files] button')?.textContent
    list.replaceChildren(...files.map((file, index) => tab(file, index === at)), ...buttons(files, at))
    if (focused) [...list.children].find(({ textContent }) => textContent === focused)?.focus()
  }

  function tab({ name, line }, isCurrent) {
    const made = button(name, () => goTo(editor, line, line))
    made.dataset.file = name
    if (isCurrent) made.setAttribute('aria-current', 'true')
    return made
  }

  function buttons(files, at) {
    return Object.keys(acts).filter((words) => files.length > 1 || words === 'Add a file').map((words) => {
      const made = button(words, acts[words])
      if (words === 'Add a file') return made
      made.setAttribute('aria-label', `${words} ${files[at].name}`)
      if (at === 0) made.setAttribute('aria-disabled', 'true')
      return made
    })
  }

  function onOther(act) {
    const files = filesIn(area.value)
    const file = files[current(files)]
    if (file.name === MAIN) say(`${MAIN} has to be there under this name: your run begins in it. Go to another file to rename or delete that one.`)
    else act(file)
  }

  /** Make `text` the text, as if it were typed, and go to a line of it. */
  function change(text, line, words, undo) {
    isOwn = true
    area.focus({ preventScroll: true })
    retype(area, text)
    const files = filesIn(text)
    goTo(editor, line, files.findLast((file) => file.line <= line).line)
    isOwn = false
    say(words, undo)
  }

  function add(name) {
    const text = added(area.value, name)
    change(text, text.split('\n').length, `${name} is there. Another file imports from it with: from .${name.replace('.py', '')} import …`)
  }

  function rename(file, name) {
    const count = importsOf(area.value, file.name).length
    change(renamed(area.value, file, name), file.line, `${file.name} is now ${name}.${count ? ` Its imports are changed, too: ${count}.` : ''}`)
  }

  function remove(file) {
    const before = area.value
    const text = removed(before, file)
    const [line] = importsOf(text, file.name)
    const left = line ? ` Line ${line} still imports from it.` : ''
    change(text, line ?? 1, `${file.name} is deleted.${left}`, () => change(before, file.line, `${file.name} is back.`))
  }

  function say(words, undo) {
    note.replaceChildren(words, ...(undo ? [' ', button('Undo', undo)] : []))
  }

  area.addEventListener('input', () => isOwn || note.replaceChildren())
  area.addEventListener('input', show)
  document.addEventListener('selectionchange', () => area.isConnected && show())
  show()
}

function button(name, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: name })
  made.addEventListener('click', act)
  return made
}
