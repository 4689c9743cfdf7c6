// Keys for the whole site: ? for help, / for search, digits for the ways. They can be switched off.

const KEPT = 'keys-off'
const dialog = document.getElementById('keys')
const isOn = dialog.querySelector('[data-keys-on]')

isOn.checked = !localStorage.getItem(KEPT)
isOn.addEventListener('change', () => (isOn.checked ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, 'yes')))

document.addEventListener('click', ({ target }) => target.closest('[data-keys-open]') && dialog.showModal())

document.addEventListener('keydown', (event) => {
  if (!isOn.checked || dialog.open || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')) return
  const act = { '?': () => dialog.showModal(), '/': () => document.getElementById('search-field').focus() }[event.key]
  const way = /^[0-9]$/.test(event.key) && document.querySelectorAll('.ways a')[(Number(event.key) || 10) - 1]
  if (act) act()
  else if (way) way.click()
  else return
  event.preventDefault()
})
