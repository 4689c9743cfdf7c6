// The steps of a script: add, remove and move them by button, or move one with Alt and an arrow key.
// Without this file, the place of a step is a number, 'No step' removes it, and two empty ones are there to fill.

for (const box of document.querySelectorAll('[data-script]')) begin(box)

function begin(box) {
  const list = box.querySelector('ol')
  const status = box.querySelector('[role=status]')
  for (const step of list.querySelectorAll('li.script-step:not([data-filled])')) step.remove()
  box.dataset.buttons = ''
  box.querySelector('[data-add]').hidden = false
  number(box)
  box.addEventListener('click', ({ target }) => {
    const step = target.closest('.script-step')
    if (target.matches('[data-add]')) add()
    else if (target.matches('[data-remove]')) remove(step)
    else if (target.matches('[data-move]')) move(step, Number(target.dataset.move), target)
  })
  box.addEventListener('keydown', (event) => {
    const by = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const step = event.target.closest('.script-step')
    if (!by || !step) return
    event.preventDefault()
    move(step, by, event.target)
  })

  function add() {
    list.append(box.querySelector('template').content.cloneNode(true))
    changed(`Step ${list.children.length} is added.`)
    list.lastElementChild.querySelector('select').focus()
  }

  function remove(step) {
    const said = `${step.querySelector('legend').textContent} is removed.`
    const next = step.nextElementSibling ?? step.previousElementSibling
    step.remove()
    changed(said)
    const focused = next?.querySelector('[data-remove]') ?? box.querySelector('[data-add]')
    focused.focus()
  }

  function move(step, by, focused) {
    const other = by < 0 ? step.previousElementSibling : step.nextElementSibling
    if (!other) return
    other[by < 0 ? 'before' : 'after'](step)
    focused.focus()
    changed(`It is step ${[...list.children].indexOf(step) + 1} of ${list.children.length} now.`)
  }

  function changed(said) {
    number(box)
    status.textContent = said
    list.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

// The names of the fields, and what is said of the steps, follow their order.
function number(box) {
  const name = box.dataset.script
  const steps = [...box.querySelectorAll('ol > li')]
  box.querySelector(`[name="${name}-steps"]`).value = steps.length
  steps.forEach((step, index) => {
    step.querySelector('legend').textContent = `Step ${index + 1}`
    step.querySelector('.script-acts').hidden = false
    for (const field of step.querySelectorAll('[name]')) field.name = `${name}-${index}-${field.name.split('-').at(-1)}`
    step.querySelector('[name$="-place"]').value = index + 1
  })
}
