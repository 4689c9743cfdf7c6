// The browser's side. This page runs this file: Connect calls connect().
// `page` is this page: it shows messages, and has the forms Send and Close.

export function connect(address, page) {
  const socket = new WebSocket(address)
  let isOpen = false

  socket.onopen = () => {
    isOpen = true
    page.ready(send, close)
  }

  socket.onmessage = (event) => {
    page.show(event.data)
  }

  // A refusal has no code of its own: it is 1006, and onopen was never called.
  socket.onclose = (event) => {
    if (!isOpen) page.closed(event, 'never open')
    else if (event.code === 4000) page.closed(event, 'closed after bye')
    else page.closed(event)
  }

  function send(message) {
    socket.send(message)
  }

  function close(code) {
    socket.close(code)
  }

  return socket
}
