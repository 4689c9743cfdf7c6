// Names each error of a refused form in the box above it, with a link to its field. What is said of the whole form moves
// into the box: it stands right below, and would be there twice.
const note = document.querySelector('#lesson_form .errornote')
const errors = [...document.querySelectorAll('#lesson_form .errorlist')].filter((each) => !each.closest('.empty-form, template'))
if (note && errors.length) {
  const list = document.createElement('ul')
  errors.forEach((error, index) => {
    if (error.previousElementSibling === note) {
      list.append(...error.children)
      return error.remove()
    }
    error.id ||= `error-${index + 1}`
    const link = Object.assign(document.createElement('a'), { href: `#${error.id}`, textContent: inWords(error) })
    list.append(document.createElement('li'))
    list.lastElementChild.append(link)
  })
  note.append(list)
  note.scrollIntoView({ block: 'nearest' }) // on a phone the buttons above take the whole height
}

// 'step 2: Result: This field is required.' What is said of a whole row names no field.
function inWords(error) {
  const told = [...error.children].map((each) => each.textContent).join(' ')
  return [rowOf(error), labelOf(error), told]
    .filter(Boolean)
    .map((words) => words.trim())
    .join(': ')
}

// 'step 2', or 'Question #1' where the row is new.
function rowOf(error) {
  const row = error.closest('.djn-item')
  const named = row?.querySelector('.inline_label')?.textContent
  return named?.startsWith('#') ? `${row.querySelector('h3 b').textContent.replace(':', '')} ${named}` : named
}

function labelOf(error) {
  if (error.classList.contains('nonfield')) return ''
  const grid = error.parentElement.querySelector('.tracker-grid')
  const label = grid?.ariaLabel ?? error.parentElement.querySelector('label, legend')?.textContent
  return label?.replace(/:\s*$/, '')
}

// Puts what the recorded run contradicts beside the field that it is about, with a link from the list above.

for (const link of document.querySelectorAll('[data-findings] a')) {
  const field = document.getElementById(link.hash.slice(1))
  const place = field?.closest('.form-row, .djn-item, fieldset') ?? field
  if (!field || !place) continue
  const note = document.createElement('p')
  note.className = 'finding'
  note.id = `finding-${document.querySelectorAll('.finding').length + 1}`
  const said = link.closest('[data-unproven]') ? '' : 'The run contradicts this: '
  note.textContent = said + link.textContent
  if (field.closest('.tracker-grid')) note.replaceChildren(said, link.cloneNode(true))
  place.append(note)
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName)) {
    field.classList.add('contradicted')
    const described = field.getAttribute('aria-describedby')
    field.setAttribute('aria-describedby', described ? `${described} ${note.id}` : note.id)
  }
}
