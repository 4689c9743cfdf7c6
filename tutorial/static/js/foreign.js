// Opens, in the sandboxed frame, the socket that the address names, from the Origin null, and tells the page.
const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + location.hash.slice(1))
const tell = (type, more = {}) => parent.postMessage({ foreign: type, readyState: socket.readyState, ...more }, location.origin)

tell('created')
for (const type of ['open', 'error']) socket.addEventListener(type, () => tell(type))
socket.addEventListener('close', ({ code, wasClean }) => tell('close', { code, wasClean }))
