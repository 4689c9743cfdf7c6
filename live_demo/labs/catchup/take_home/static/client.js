// The page's side: the forms connect, send and close, and what happens is written into the list.

import { keepConnected } from './reconnect.js'

const { connecting, sending, closing } = document.forms
let connection = null
let last = 0 // the number of the last score: it outlives every connection

function show(text) {
  const item = document.createElement('li')
  item.textContent = `${new Date().toLocaleTimeString()} ${text}`
  document.getElementById('events').append(item)
}

function connect(path) {
  connection?.close(1000)
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  connection = keepConnected(`${scheme}://${location.host}/${path}`, {
    onopen: () => {
      show('open')
      send(String(last)) // first of all: what this page has
    },
    onmessage: (data) => {
      const number = Number(data.split(' ')[0])
      show(number > last ? `received: ${data}` : `known already: ${data}`)
      last = Math.max(last, number)
      send(String(last)) // confirmed
    },
    onclose: ({ code, wasClean }) => show(`closed with ${code}, ${wasClean ? 'clean' : 'not clean'}`),
    onwait: (milliseconds, attempt) => show(`attempt ${attempt} in ${(milliseconds / 1000).toFixed(1)} s`),
  })
}

function send(text, asBytes) {
  connection.send(asBytes ? new TextEncoder().encode(text) : text)
  show(`sent: ${text}`)
}

// A browser throws where a socket is not open yet, or where a code is not for a page to send.
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

onSubmit(connecting, ({ path }) => connect(path.value))
onSubmit(sending, ({ message, binary }) => send(message.value, binary.checked))
onSubmit(closing, ({ code }) => connection.close(Number(code.value)))
