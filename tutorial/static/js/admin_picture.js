// Under each Markdown field of a stored lesson: upload a picture with its description, and write it at the cursor.

const page = location.pathname.match(/^(.*\/lesson\/\d+\/)change\/$/)

document.addEventListener('focusin', ({ target }) => {
  const markdown = target.matches('textarea[data-preview]') && !target.dataset.picture
  if (page && markdown) addForm(target)
})

function addForm(field) {
  field.dataset.picture = 'yes'
  const box = document.createElement('details')
  box.className = 'add-picture'
  box.innerHTML = `<summary>Add a picture</summary>
    <p><label>Picture <input type="file" accept="image/png,image/jpeg,image/webp,image/gif"></label></p>
    <p><label>Description, for those who cannot see it <input type="text" maxlength="300"></label></p>
    <p><button type="button" class="button">Upload and write it at the cursor</button> <span role="status"></span></p>`
  const [file, alt] = box.querySelectorAll('input')
  const status = box.querySelector('[role=status]')
  box.querySelector('button').addEventListener('click', () => upload(field, file, alt, status))
  const before = field.parentElement.querySelector('.markdown-preview') ?? field
  before.after(box)
}

async function upload(field, file, alt, status) {
  const form = new FormData()
  if (file.files[0]) form.set('file', file.files[0])
  form.set('alt', alt.value)
  form.set('csrfmiddlewaretoken', field.form.elements.csrfmiddlewaretoken.value)
  status.textContent = 'Uploading'
  const response = await fetch(`${page[1]}pictures/`, { method: 'POST', body: form, headers: { Accept: 'text/markdown' } }).catch(() => null)
  const said = await response?.text()
  const type = response?.ok ? response.headers.get('Content-Type').split(';')[0] : ''
  if (type === 'text/plain') status.textContent = said
  else if (type !== 'text/markdown') status.textContent = 'The picture could not be uploaded. What you wrote is still here.'
  else {
    field.setRangeText(said, field.selectionStart, field.selectionEnd, 'end')
    field.dispatchEvent(new Event('input', { bubbles: true }))
    file.value = alt.value = ''
    status.textContent = 'It is in the text.'
  }
}
