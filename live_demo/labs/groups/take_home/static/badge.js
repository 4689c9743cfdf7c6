// Keeps the badge's number right. Without this script the page still shows the number from when it was loaded.

import { keepConnected } from './reconnect.js'

const badge = document.getElementById('badge')
const scheme = location.protocol === 'https:' ? 'wss' : 'ws'

if (badge) {
  keepConnected(`${scheme}://${location.host}/ws/badge/`, {
    onopen() {}, // the server speaks first: it sends the number
    onmessage(data) {
      badge.textContent = JSON.parse(data).unread
      badge.title = ''
    },
    onclose({ final }) {
      badge.title = final ? 'Sign in again' : 'This number may be old'
    },
    onwait() {},
  })
}
