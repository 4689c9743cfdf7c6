// The browser's side. This page runs this file: Connect calls connect().
// `page` is this page: it shows messages, and has the forms Send and Close.

export function connect(address, page, subprotocols) {
  const socket = new WebSocket(address, subprotocols)

  socket.onopen = () => {
    page.ready(send, close)
  }

  socket.onmessage = (event) => {
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
