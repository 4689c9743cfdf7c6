// The browser's side of the socket: what to do when it opens, when a message comes, and when it is closed.

import { listenToForms, show, shown } from './page.js'
import { keepConnected } from './reconnect.js'

function connect(url) {
  return keepConnected(url, {
    onopen() {
      show('open')
    },
    onmessage(data) {
      show(`received: ${shown(data)}`)
    },
    onclose({ code, wasClean, doubtful, final }) {
      show(`${final ? 'closed' : 'lost'} with ${code}, ${wasClean ? 'clean' : 'not clean'}`)
      for (const data of doubtful) show(`may not have arrived: ${shown(data)}`)
    },
    onwait(milliseconds, attempt) {
      show(`attempt ${attempt} in ${(milliseconds / 1000).toFixed(1)} s`)
    },
  })
}

listenToForms(connect)
