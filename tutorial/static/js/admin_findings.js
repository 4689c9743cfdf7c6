// Puts what the recorded run contradicts beside the field that it is about, with a link from the list above.

for (const link of document.querySelectorAll('[data-findings] a')) {
  const field = document.getElementById(link.hash.slice(1))
  const place = field?.closest('.form-row, .djn-item, fieldset') ?? field
  if (!field || !place) continue
  const note = document.createElement('p')
  note.className = 'finding'
  note.id = `finding-${document.querySelectorAll('.finding').length + 1}`
  note.textContent = `The run contradicts this: ${link.textContent}`
  place.append(note)
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName)) {
    const described = field.getAttribute('aria-describedby')
    field.setAttribute('aria-describedby', described ? `${described} ${note.id}` : note.id)
  }
}
