// What leads to another text keeps the one that stands in the editor: Save, Reset, a look at an
// earlier version, and the way to the project that has it.

/** `forget` is called before the page goes on to the other text. */
export function saveBy(area, forget) {
  const { form } = area
  const sendTo = (event, action) => {
    event.preventDefault()
    forget()
    form.action = action
    form.submit() // not by htmx, which would take it for Run
  }
  form.parentElement.addEventListener('click', (event) => {
    const act = event.target.closest('button[data-save]')
    const link = event.target.closest('.to-home, .versions a[href^="?version="]')
    const then = link?.matches('.to-home') ? '?take_home' : link?.search
    if (act) sendTo(event, act.formAction)
    else if (link && area.value !== area.defaultValue && !event.ctrlKey && !event.metaKey) sendTo(event, form.querySelector('[data-save]').formAction + then)
  })
}
