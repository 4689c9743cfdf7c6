// The browser's side. This page runs this file: Connect calls connect().
// `page` is this page: it shows messages, and has the forms Send and Close.

let last = 1 // the last score that this page has: kept across connections

export function connect(address, page) {
  const socket = new WebSocket(address)

  socket.onopen = () => {
    page.ready(send, close)
    page.offer(String(last)) // the first message: where to continue
  }

  socket.onmessage = (event) => {
    last = Number(event.data.split(' ')[0]) || last
    page.show(event.data)
    page.offer(String(last)) // what to send next: it confirms the score
  }

  // Whatever the code is, `last` is still right. Connect again, and send it.
  socket.onclose = (event) => {
    page.closed(event)
  }

  function send(message) {
    socket.send(message)
  }

  function close(code) {
    socket.close(code)
  }

  return socket
}
