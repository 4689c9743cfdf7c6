// A form that asks about the point that the bench shows: without a script, that of the page's address.

document.addEventListener('submit', ({ target }) => {
  const field = target.querySelector('[data-shown-point]')
  if (field) field.value = document.getElementById('now')?.dataset.number ?? field.value
})
