// The browser's side. This page runs this file: Connect calls connect().
// `page` is this page: it shows messages, and has the forms Send and Close.
// `address` ends in the path, such as /rooms/python/.

export function connect(address, page) {
  const socket = new WebSocket(address)

  socket.onopen = () => {
    page.ready(send, close)
  }

  socket.onmessage = (event) => {
    page.show(event.data)
  }

  // No route matches: onopen is never called, and the code is 1006.
  // The HTTP status is only in the Network tab.
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
