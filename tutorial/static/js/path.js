// The path of a lab: a suggestion is taken with a press, and one that no lab can have is said so.

document.addEventListener('htmx:load', ({ target }) => {
  for (const form of target.querySelectorAll?.('[data-connect]:has([data-path])') ?? []) attach(form)
})

function attach(form) {
  const { path } = form.elements
  for (const button of form.querySelectorAll('[data-take-path]')) {
    button.addEventListener('click', () => {
      path.value = button.dataset.takePath
      path.focus({ preventScroll: true })
    })
  }
  form.addEventListener('htmx:validation:halted', () => form.reportValidity())
}
