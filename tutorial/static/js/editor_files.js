// The files of the editor: one text, in which a line `# file: routing.py` begins the next file. A button for each file goes
// to it, and the one in which the cursor is has the mark.

const HEAD = /^# file: (\w+\.py)[ \t]*$/
const NEW = '# file: another.py'

/** Show the files of `area` above `editor`. `goTo(line, block)` brings a line into sight. */
export function showFiles(editor, area, goTo) {
  const list = editor.parentElement.querySelector('[data-editor-files]')
  if (!list) return
  const add = button('Add a file', () => addFile(area))
  let shown = ''

  function show() {
    const files = filesIn(area.value)
    const here = area.value.slice(0, area.selectionStart).split('\n').length
    const current = files.findLastIndex(({ line }) => line <= here)
    const key = JSON.stringify([files, current])
    if (key === shown) return
    shown = key
    list.replaceChildren(...files.map(({ name, line }, index) => {
      const go = button(name, () => goTo(line, 'start'))
      if (index === current) go.setAttribute('aria-current', 'true')
      return go
    }), add)
  }

  area.addEventListener('input', show)
  document.addEventListener('selectionchange', () => area.isConnected && show())
  show()
}

function filesIn(text) {
  const heads = text.split('\n').map((line, index) => ({ name: HEAD.exec(line)?.[1], line: index + 1 }))
  return [{ name: 'consumer.py', line: 1 }, ...heads.filter(({ name }) => name)]
}

function button(name, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: name })
  made.addEventListener('click', act)
  return made
}

/** A new file at the end; its name is selected, so that what is typed takes its place. */
function addFile(area) {
  area.focus()
  area.setSelectionRange(area.value.length, area.value.length)
  const text = `${area.value.endsWith('\n') ? '' : '\n'}\n\n${NEW}\n`
  if (!document.execCommand('insertText', false, text)) area.setRangeText(text, area.value.length, area.value.length, 'end')
  const at = area.value.lastIndexOf(NEW) + NEW.indexOf('another')
  area.setSelectionRange(at, at + 'another'.length)
  area.closest('[data-editor]').querySelector('.editor-lines').lastElementChild.scrollIntoView({ block: 'nearest' })
}
