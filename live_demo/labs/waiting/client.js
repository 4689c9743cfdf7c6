// The browser's side. This page runs this file: Connect calls connect().
// `page` is this page: it shows messages, and has the forms Send and Close.

export function connect(address, page) {
  const socket = new WebSocket(address)

  socket.onopen = () => {
    page.ready(send, close)
  }

  socket.onmessage = (event) => {
    // The replies come in the order of our messages, each when it is done.
    page.show(event.data)
  }

  // Called once, even after a refused handshake. 1006: no close frame arrived.
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
