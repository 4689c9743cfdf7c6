// The browser's side. This page runs this file: Connect calls connect().
// `page` is this page: it shows messages, and has the forms Send and Close.

export function connect(address, page) {
  const socket = new WebSocket(address)

  socket.onopen = () => {
    page.ready(send, close)
  }

  socket.onmessage = (event) => {
    // From any member of the group. Our own messages come back here, too.
    page.show(event.data)
  }

  // What the group sends from now on does not reach this page.
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
