// Suggests what a pointer of the form can name, and the variables of the cells, as the form has them now.
// Without this file, the places are those of the stored lesson.

const ROWS = { step: ['steps', 'action'], flow: ['flow_steps', 'title'], key: ['key_moments', 'question'] }

document.addEventListener('focusin', ({ target }) => {
  const list = target.getAttribute?.('list')
  if (list === 'lesson-places') offer(list, places())
  if (list === 'lesson-variables') offer(list, variables())
})

function offer(id, options) {
  let list = document.getElementById(id)
  if (!list) {
    list = Object.assign(document.createElement('datalist'), { id })
    document.body.append(list)
  }
  list.replaceChildren(...options.map(([value, label]) => Object.assign(document.createElement('option'), { value, label })))
}

function places() {
  const rows = Object.entries(ROWS).flatMap(([kind, [prefix, field]]) => numbered(kind, written(new RegExp(`^${prefix}-\\d+-${field}$`))))
  return [...rows, ...numbered('moment', written(/^tracker-m\d+-title$/))]
}

function variables() {
  return written(/^tracker-v\d+-name$/).map((name) => [name, ''])
}

function numbered(kind, texts) {
  return texts.map((text, index) => [`${kind} ${index + 1}`, text.slice(0, 60)])
}

// The filled fields of this name, in the order of the page.
function written(name) {
  return [...document.querySelectorAll('#lesson_form [name]')].filter((field) => name.test(field.name) && field.value.trim()).map((field) => field.value.trim())
}
