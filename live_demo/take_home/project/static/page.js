// The page's forms and its list of what happened.

const { connecting, sending, closing } = document.forms
const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
let connection = null

export function show(text) {
  const item = document.createElement('li')
  item.textContent = `${new Date().toLocaleTimeString()} ${text}`
  document.getElementById('events').append(item)
}

// A frame is text or binary: it is a string here, or an array of bytes.
export function shown(data) {
  if (typeof data === 'string') return data
  return `bytes ${[...new Uint8Array(data)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`
}

// `connect` opens a connection to a URL, and returns it.
export function listenToForms(connect) {
  onSubmit(connecting, ({ path }) => {
    connection?.close()
    connection = connect(`${scheme}://${location.host}/${path.value}`)
  })
  onSubmit(sending, ({ message, binary }) => {
    const text = message.value
    const sent = connection.send(binary.checked ? new TextEncoder().encode(text) : text)
    show(sent ? `sent: ${text}` : `not sent, there is no connection: ${text}`)
  })
  onSubmit(closing, ({ code }) => {
    connection.close(Number(code.value))
    show('stopped, the page does not come back')
  })
}

// A browser throws if a page may not send this close code.
function onSubmit(form, act) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    try {
      act(form.elements)
    } catch (error) {
      show(connection ? error.message : 'connect first')
    }
  })
}
