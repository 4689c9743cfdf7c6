// Drag what has a number. The rows of a lesson's form are dragged by nested_admin, which leaves their numbers alone: they
// follow here. A question of the list is sent to its new place. Number fields and buttons do the same.

const row = '[data-arranging] > li'
let dragged
let before

addEventListener('mousedown', ({ target }) => {
  const items = target.closest?.('.djn-drag-handler')?.closest('.djn-items')
  if (!items) return
  const order = [...items.children]
  const follow = () => setTimeout(() => [...items.children].some((each, index) => each !== order[index]) && number(items))
  addEventListener('mouseup', follow, { capture: true, once: true })
}, true)

function number(items) {
  const fields = [...items.children].map((each) => each.querySelector(':scope > fieldset input[name$="-number"]')).filter(Boolean)
  fields.forEach((field, index) => {
    field.value = index + 1
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

document.addEventListener('pointerdown', ({ target }) => {
  const found = target.closest(row)
  if (found) found.draggable = !target.closest('button, a')
})

document.addEventListener('dragstart', (event) => {
  if (!event.target.matches?.(row)) return
  dragged = event.target
  before = [...dragged.parentElement.children].indexOf(dragged)
  dragged.dataset.dragged = ''
  event.dataTransfer.effectAllowed = 'move'
})

document.addEventListener('dragover', (event) => {
  const over = event.target.closest?.(row)
  if (!dragged || !over) return
  event.preventDefault()
  const { top, height } = over.getBoundingClientRect()
  if (over !== dragged) over[event.clientY < top + height / 2 ? 'before' : 'after'](dragged)
})

document.addEventListener('drop', (event) => dragged && event.preventDefault())

document.addEventListener('dragend', () => {
  if (!dragged) return
  delete dragged.dataset.dragged
  const place = [...dragged.parentElement.children].indexOf(dragged)
  if (place !== before) send(dragged, place + 1)
  dragged = undefined
})

function send(moved, place) {
  const form = moved.closest('form')
  form.elements.place.value = place
  form.elements.moved.value = moved.dataset.question
  form.submit()
}
