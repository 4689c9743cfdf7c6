// Rows of an ordering question, moved by their buttons or by dragging, without asking the server.

let dragged

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ordering] .moves button')
  if (!button) return
  event.preventDefault()
  const row = button.closest('li')
  const other = button.value.endsWith(' up') ? row.previousElementSibling : row.nextElementSibling
  if (other) other[button.value.endsWith(' up') ? 'before' : 'after'](row)
  button.focus()
  tell(row)
})

document.addEventListener('pointerdown', ({ target }) => {
  const row = target.closest('[data-ordering] li')
  if (row) row.draggable = !target.closest('button')
})

document.addEventListener('dragstart', (event) => {
  dragged = event.target.closest?.('[data-ordering] li')
  if (!dragged) return
  dragged.dataset.dragged = ''
  event.dataTransfer.effectAllowed = 'move'
})

document.addEventListener('dragover', (event) => {
  const over = event.target.closest?.('li')
  if (!dragged || over?.parentElement !== dragged.parentElement) return
  event.preventDefault()
  const { top, height } = over.getBoundingClientRect()
  if (over !== dragged) over[event.clientY < top + height / 2 ? 'before' : 'after'](dragged)
})

document.addEventListener('drop', (event) => dragged && event.preventDefault())

document.addEventListener('dragend', () => {
  if (!dragged) return
  delete dragged.dataset.dragged
  tell(dragged)
  dragged = undefined
})

function tell(row) {
  const rows = [...row.parentElement.children]
  const place = `place ${rows.indexOf(row) + 1} of ${rows.length}`
  row.closest('[data-ordering]').querySelector('[data-ordering-status]').textContent =
    `${row.querySelector('span').textContent}: ${place}`
}
