// What was typed in the editor and not sent comes back in the same tab, as long as the server still has the text from which
// it was typed.

import { stored } from './stored.js'

/** Call `restored` where unsent text came back. Returns what forgets it, for an act that asks for another text. */
export function keepUnsent(area, restored) {
  const { form } = area
  const key = `unsent ${form.getAttribute('action')}`
  let sent = null // the text that the form has sent last: then the server has it
  const before = JSON.parse(stored((storage) => storage.getItem(key)) ?? 'null')
  form.addEventListener('submit', () => (sent = area.value))
  area.addEventListener('input', () => {
    const entry = JSON.stringify({ from: [area.defaultValue, sent], text: area.value })
    stored((storage) => storage.setItem(key, entry))
  })
  if (before?.from.includes(area.value) && before.text !== area.value) {
    area.value = before.text
    area.dispatchEvent(new Event('input', { bubbles: true }))
    restored()
  }
  return () => stored((storage) => storage.removeItem(key))
}
