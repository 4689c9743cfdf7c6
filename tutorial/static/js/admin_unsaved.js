// Keeps what is typed into the form of a lesson in this browser until it is saved, and warns before it is left.

const form = document.querySelector('#lesson_form')
const opened = form?.elements.namedItem('opened_at')
const place = `handshake.unsaved:${location.pathname}`
const LEFT_OUT = new Set(['csrfmiddlewaretoken', 'opened_at'])
const DELAY = 500; // ms after the last key

let isChanged = false
let waiting = 0

if (form && opened) {
  offer(read())
  form.addEventListener('input', noteChange)
  form.addEventListener('change', noteChange)
  form.addEventListener('submit', () => {
    keep()
    isChanged = false
  })
  window.addEventListener('beforeunload', (event) => {
    if (isChanged) event.preventDefault()
  })
}

function noteChange() {
  isChanged = true
  clearTimeout(waiting)
  waiting = setTimeout(keep, DELAY)
}

function values() {
  const found = {}
  for (const field of form.elements) {
    if (!field.name || LEFT_OUT.has(field.name) || ['file', 'submit', 'button'].includes(field.type)) continue
    const isTick = field.type === 'checkbox' || field.type === 'radio'
    const name = isTick ? `${field.name}=${field.value}` : field.name
    if (field.type === 'select-multiple') found[name] = [...field.selectedOptions].map((each) => each.value)
    else found[name] = isTick ? field.checked : field.value
  }
  return found
}

function keep() {
  try {
    localStorage.setItem(place, JSON.stringify({ opened: opened.value, at: Date.now(), values: values() }))
  } catch {
    // A full or forbidden storage keeps nothing; the warning before leaving remains.
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(place))
  } catch {
    return null
  }
}

function drop() {
  localStorage.removeItem(place)
}

// What was kept for another state of the lesson was saved since, or somebody else's change came between.
function offer(kept) {
  if (!kept || document.querySelector('.errornote')) return // a refused form still holds everything
  if (kept.opened !== opened.value || JSON.stringify(kept.values) === JSON.stringify(values())) return drop()
  const note = document.createElement('p')
  note.className = 'draft-note'
  note.setAttribute('role', 'status')
  const when = new Date(kept.at).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
  note.append(`Something that you typed here on ${when} (your time) was not saved. `, button('Put it back', () => restore(kept)))
  note.append(' ', button('Forget it', drop))
  form.prepend(note)
}

function button(words, act) {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'button'
  made.textContent = words
  made.addEventListener('click', () => {
    const note = made.parentElement
    act()
    if (note.isConnected) note.remove()
  })
  return made
}

function restore(kept) {
  const left = new Set(Object.keys(kept.values))
  for (const field of form.elements) {
    const isTick = field.type === 'checkbox' || field.type === 'radio'
    const name = isTick ? `${field.name}=${field.value}` : field.name
    if (!left.delete(name) || field.type === 'hidden') continue
    const value = kept.values[name]
    if (isTick) field.checked = value
    else if (Array.isArray(value)) for (const each of field.options) each.selected = value.includes(each.value)
    else field.value = value
  }
  isChanged = true
  if (left.size) tellRest(kept.values, left)
}

// Rows that were added are not in the page: their texts are shown, so that they can be copied.
function tellRest(values_, names) {
  const texts = [...names].map((name) => values_[name]).filter((value) => typeof value === 'string' && value.trim())
  if (!texts.length) return
  const rest = document.createElement('div')
  rest.className = 'draft-note'
  rest.append('These texts stood in rows that are not here any more. Add the rows, and copy them:')
  for (const text of texts) rest.append(Object.assign(document.createElement('pre'), { textContent: text }))
  form.prepend(rest)
}
