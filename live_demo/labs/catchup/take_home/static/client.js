// The browser's side of the socket: it says what it has, and confirms what it gets.

import { listenToForms, show, shown } from './page.js'
import { keepConnected } from './reconnect.js'

let last = 0 // the number of the last score: it outlives every connection

function connect(url) {
  const connection = keepConnected(url, {
    onopen() {
      show('open')
      confirm() // first of all: what this page has
    },
    onmessage(data) {
      const number = Number(data.split(' ')[0])
      show(number > last ? `received: ${data}` : `known already: ${data}`)
      last = Math.max(last, number)
      confirm()
    },
    onclose({ code, wasClean, doubtful, final }) {
      show(`${final ? 'closed' : 'lost'} with ${code}, ${wasClean ? 'clean' : 'not clean'}`)
      for (const data of doubtful) show(`may not have arrived: ${shown(data)}`)
    },
    onwait(milliseconds, attempt) {
      show(`attempt ${attempt} in ${(milliseconds / 1000).toFixed(1)} s`)
    },
  })

  function confirm() {
    if (connection.send(String(last))) show(`sent: ${last}`)
  }
  return connection
}

listenToForms(connect)
