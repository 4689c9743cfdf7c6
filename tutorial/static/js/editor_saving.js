// What leads to another text keeps the one that stands in the editor: Save, Reset, and a look at an earlier version.

export function saveBy(area) {
  const { form } = area
  const sendTo = (event, action) => {
    event.preventDefault()
    form.action = action
    form.submit() // not by htmx, which would take it for Run
  }
  form.parentElement.addEventListener('click', (event) => {
    const act = event.target.closest('button[data-save]')
    const version = event.target.closest('.versions a[href^="?version="]')
    if (act) sendTo(event, act.formAction)
    else if (version && area.value !== area.defaultValue && !event.ctrlKey && !event.metaKey) sendTo(event, form.querySelector('[data-save]').formAction + version.search)
  })
}
