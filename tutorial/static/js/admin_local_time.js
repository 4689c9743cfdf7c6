// Beside a time in UTC, one that is shown or one that is typed, stands the same time in the reader's time zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const shown = /(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/
const LEFT_OUT = 'textarea, pre, code, script, option, [data-marked], [data-local-time]'
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' })
const time = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'short' })

for (const place of document.querySelectorAll('[data-local-time]')) {
  typeLocally(place, document.getElementById(place.dataset.localTime))
}

// The field takes the reader's time, and sends UTC.
function typeLocally(place, field) {
  const label = document.querySelector(`label[for="${field.id}"]`)
  label.textContent = label.textContent.replace('(UTC)', `(your time, ${zone})`)
  const began = new Date(`${field.value}Z`)
  if (isTime(began)) field.value = `${day.format(began)}T${time.format(began)}`
  const utc = () => {
    const moment = new Date(field.value)
    return isTime(moment) ? moment.toISOString().slice(0, 16) : ''
  }
  const show = () => place.textContent = utc() && `That is ${utc().replace('T', ' ')} UTC.`
  field.addEventListener('input', show)
  field.form.addEventListener('formdata', ({ formData }) => formData.set(field.name, utc() || field.value))
  show()
}

function isTime(moment) {
  return !Number.isNaN(moment.valueOf())
}

// The texts of the page: each time is followed by the local one, with its day where that is another.
function mark(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    shown.test(node.data) && !node.parentElement.closest(LEFT_OUT) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT)
  const found = []
  while (walker.nextNode()) found.push(walker.currentNode)
  for (const node of found) {
    const made = document.createElement('span')
    made.dataset.marked = ''
    made.textContent = node.data.replace(new RegExp(shown, 'g'), withLocal)
    node.replaceWith(made)
  }
}

function withLocal(utc, date, clock) {
  const moment = new Date(`${date}T${clock}Z`)
  const [there, at] = [day.format(moment), time.format(moment)]
  return there === date && at === clock ? utc : `${utc} (${there === date ? '' : `${there} `}${at} local)`
}

mark(document.body)
document.addEventListener('htmx:afterSwap', () => mark(document.body))
