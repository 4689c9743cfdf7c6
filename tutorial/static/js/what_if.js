// What the page does in the run of a what-if: has its script played, measures what the browser sees, and posts it
// when both the socket and its record are done.

import { LAB_CREATED, LAB_ELSEWHERE, LAB_RECONNECT, LAB_STANDIN, WATCH_STATE } from './events.js'
import { scriptPlayer } from './script_player.js'

document.addEventListener(LAB_CREATED, ({ detail }) => {
  const watch = document.getElementById('watch')
  if (watch?.dataset.plan) (watch.whatIf ??= follow(JSON.parse(watch.dataset.plan))).meet(detail)
})
document.addEventListener(WATCH_STATE, ({ detail }) => {
  if (detail.state === 'closed' && detail.code === 1000) detail.element.whatIf?.recorded()
})
document.addEventListener(LAB_ELSEWHERE, ({ detail }) => fromForeignFrame(detail.path))

/** Follows the sockets of one run: the second is that of a script that connects again. */
function follow(plan) {
  const report = { events: [], states: [], code: null, clean: false, answer: '', waited: 0 }
  const done = { socket: false, record: false }
  let socket = null
  let asked = 0

  const see = () => report.states.at(-1) !== socket.readyState && report.states.push(socket.readyState)
  const note = (event) => {
    see()
    if (report.events.length < 1000) report.events.push(event)
  }
  const send = () => plan.reportPath && done.socket && done.record && post(plan.reportPath, report)
  const player = scriptPlayer(plan.script, {
    cut: plan.cut,
    connect: () => document.dispatchEvent(new CustomEvent(LAB_RECONNECT, { detail: { path: plan.reconnectPath, plan } })),
    did: (row) => {
      if (row.do === 'send') asked = performance.now()
      see()
    },
    ended: () => {
      done.socket = true
      send()
    },
  })

  const meet = (lab) => {
    socket = lab.socket
    see()
    countDown(socket, plan.deadline)
    if (plan.script.length > 1) lock(true)
    socket.addEventListener('open', () => note('open'))
    socket.addEventListener('message', ({ data }) => {
      note('message')
      report.answer = String(data).slice(0, 200)
      if (asked) report.waited = Math.max(report.waited, performance.now() - asked)
      asked = 0
    })
    socket.addEventListener('error', () => note('error'))
    socket.addEventListener('close', ({ code, wasClean }) => {
      note('close')
      Object.assign(report, { code, clean: wasClean })
    })
    player.meet(socket, lab)
  }
  const recorded = () => {
    done.record = true
    send()
  }
  return { meet, recorded }
}

/** Lock the forms while the script is played, and the answers from the moment the run begins. */
function lock(isLocked) {
  document.querySelector('[data-what-if]')?.toggleAttribute('data-planned', isLocked)
  document.querySelector('[data-what-if]')?.toggleAttribute('data-locked', isLocked)
  for (const input of document.querySelectorAll('#what-if-ask input')) input.disabled = isLocked
}

function post(address, report) {
  lock(false)
  if (!document.getElementById('what-if-grade')) return
  htmx.ajax('POST', address, { target: '#what-if-grade', swap: 'innerHTML', source: '#what-if-grade', values: { report: JSON.stringify(report) } })
}

/** Beside a handshake that nobody answers yet, and only then. */
function countDown(socket, seconds) {
  const element = seconds && document.getElementById('countdown')
  if (!element) return
  const ends = performance.now() + seconds * 1000
  const tick = () => {
    const left = (ends - performance.now()) / 1000
    element.hidden = socket.readyState !== WebSocket.CONNECTING || left > seconds - 0.3 || left <= 0
    element.textContent = `Now: still CONNECTING. The handshake ends in ${left.toFixed(1)} s unless accept() comes.`
    if (socket.readyState === WebSocket.CONNECTING && left > 0) setTimeout(tick, 100)
  }
  for (const event of ['open', 'close']) socket.addEventListener(event, () => (element.hidden = true))
  tick()
}

/** The socket of a foreign Origin lives in a sandboxed frame; here is its likeness, fed by messages. */
function fromForeignFrame(path) {
  const socket = Object.assign(new EventTarget(), { readyState: 0, close() {}, send() {} })
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.title = 'A page of another Origin'
  frame.className = 'foreign'
  frame.src = `/live/foreign/#${path}`
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow || !data?.foreign) return
    socket.readyState = data.readyState
    if (data.foreign === 'created') return
    const event = data.foreign === 'close' ? new CloseEvent('close', data) : new Event(data.foreign)
    socket.dispatchEvent(event)
    if (data.foreign === 'close') {
      removeEventListener('message', hear)
      frame.remove()
    }
  }
  addEventListener('message', hear)
  document.dispatchEvent(new CustomEvent(LAB_STANDIN, { detail: { socket } }))
  document.querySelector('[data-live]').append(frame)
}
