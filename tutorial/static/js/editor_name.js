// Asks for the name of a file, and says what is wrong with it while it can still be changed.

import { faultOf, withEnding } from './python_files.js'

/** Open the dialog of `list`. `done` gets the name as soon as it can stand beside those of `files`; `name` is the old one. */
export function askName(list, { label, act, files, name = '', done }) {
  const dialog = list.parentElement.querySelector('template[data-name-dialog]').content.firstElementChild.cloneNode(true)
  const [field, fault] = [dialog.querySelector('input'), dialog.querySelector('.fault')]
  dialog.querySelector('label').textContent = label
  dialog.querySelector('button.primary').textContent = act
  field.value = name
  dialog.querySelector('[data-cancel]').addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => dialog.remove())
  dialog.querySelector('form').addEventListener('submit', (submit) => {
    const wanted = withEnding(field.value)
    fault.textContent = wanted === name ? '' : faultOf(wanted, files.map((each) => each.name), Number(list.dataset.most) + (name ? 1 : 0))
    submit.preventDefault()
    field.toggleAttribute('aria-invalid', Boolean(fault.textContent))
    if (fault.textContent) return field.focus()
    dialog.close()
    if (wanted !== name) done(wanted)
  })
  document.body.append(dialog)
  dialog.showModal()
  field.setSelectionRange(0, name.replace(/\.py$/, '').length)
}
