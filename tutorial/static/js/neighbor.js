// The second, healthy socket of a what-if: a tick every 300 ms, and how long its echo took.

import { LAB_CREATED } from './events.js'

const EVERY = 300 // ms
const MAX_SHOWN = 12
const MAX_TICKS = 90 // a run may send so many

document.addEventListener(LAB_CREATED, ({ detail }) => {
  const plan = JSON.parse(document.getElementById('watch')?.dataset.plan ?? '{}')
  if (plan.neighborPath) detail.socket.addEventListener('open', () => open(plan.neighborPath, detail.socket))
})

function open(path, lab) {
  const list = document.getElementById('ticks')
  const state = document.getElementById('neighbor-state')
  const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + path)
  let sent = 0
  let timer = null
  list.replaceChildren()

  const send = () => {
    const row = document.createElement('li')
    const began = performance.now()
    sent += 1
    row.textContent = `tick ${sent}: waiting`
    row.waits = setInterval(() => late(row, performance.now() - began), 100)
    row.began = began
    list.append(row)
    if (list.children.length > MAX_SHOWN) list.firstElementChild.remove()
    socket.send(`tick ${sent}`)
  }
  const late = (row, waited) => {
    if (waited < EVERY) return
    row.dataset.late = ''
    row.textContent = `${row.textContent.split(':')[0]}: ${(waited / 1000).toFixed(1)} s so far`
    state.textContent = 'No echo comes back.'
  }

  socket.addEventListener('open', () => {
    state.textContent = 'Open. Behind each tick: how long its echo took.'
    send()
  })
  socket.addEventListener('message', () => {
    const row = [...list.children].find((each) => each.waits)
    if (row) {
      const took = performance.now() - row.began
      clearInterval(row.waits)
      row.waits = null
      row.toggleAttribute('data-late', took >= EVERY)
      row.style.setProperty('--took', Math.min(took / 3000, 1))
      row.textContent = `${row.textContent.split(':')[0]}: ${took < 1000 ? `${took.toFixed(0)} ms` : `${(took / 1000).toFixed(1)} s`}`
      if (took < EVERY) state.textContent = 'Open. Behind each tick: how long its echo took.'
    }
    if (sent < MAX_TICKS && lab.readyState === WebSocket.OPEN) timer = setTimeout(send, EVERY)
  })
  socket.addEventListener('close', () => {
    clearTimeout(timer)
    for (const row of list.children) clearInterval(row.waits)
    state.textContent = sent ? 'Closed with the lab socket.' : 'The second socket could not be opened. The lab socket works without it.'
  })
  lab.addEventListener('close', () => {
    clearTimeout(timer)
    socket.close()
  })
}
