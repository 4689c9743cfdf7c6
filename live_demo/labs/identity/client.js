// The browser's side. This page runs this file: Connect calls connect().
// `page` is this page: it shows messages, and has the forms Send and Close.
// A script cannot set headers. The browser adds the cookies by itself.

export function connect(address, page, subprotocols) {
  const socket = new WebSocket(address, subprotocols)

  socket.onopen = () => {
    page.ready(send, close)
  }

  socket.onmessage = (event) => {
    page.show(event.data)
  }

  // 4401 is our own code: come back only after signing in.
  socket.onclose = (event) => {
    const why = event.code === 4401 ? 'sign in, then connect again' : ''
    page.closed(event, why)
  }

  function send(message) {
    socket.send(message)
  }

  function close(code) {
    socket.close(code)
  }

  return socket
}
