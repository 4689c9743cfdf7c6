// The lab socket: the browser's half of a run. Opens after the watch socket does, by the lab's own client.js, and shows
// what the browser itself knows.

import { bringIntoSight, focusConnect, focusSend } from './bench_focus.js'
import { showChat } from './chat.js'
import { note } from './client_messages.js'
import { drawQueue } from './draw_queue.js'
import { CHAT_REPLY, LAB_CREATED, LAB_ELSEWHERE, LAB_RECONNECT, LAB_STANDIN, WATCH_LOST, WATCH_STATE } from './events.js'
import { begin, stopWaiting, waitFor } from './handshake_wait.js'
import { close, cut, say, send, sendTogether } from './lab_acts.js'
import { answered, awaitVerdict, dropVerdict, endSilence, form, happened, run, show } from './lab_run.js'
import { backFromTerminal, notStarted, swallowed, watchLost, watchState } from './lab_watch.js'
import { afterYours, browserTold, explainUnclean, long, ofAnswer, sayLastRun, tellLength } from './lab_words.js'
import { endRun } from './run_cut_off.js'
import { isTold } from './run_display.js'
import { endOf, FIRST, moved } from './run_states.js'
import { labEvent } from './socket_labels.js'

const LAB_MS = 5500 // until a lab socket that is still CONNECTING counts as swallowed: it may take 2 s, and a worker has to start

let client = null // the lab's client.js

document.addEventListener('htmx:load', ({ target }) => {
  const found = target.matches?.('[data-live]') ? target : target.querySelector?.('[data-live]')
  if (found && found !== run.live) attach(found)
})
document.addEventListener(LAB_RECONNECT, ({ detail }) => run.live && open(detail.path, detail.plan))
document.addEventListener('htmx:beforeCleanupElement', ({ target }) => {
  if (target !== run.live) return
  run.lab?.close() // the learner has gone on to another way
  run.live = run.lab = null
})

function attach(live) {
  Object.assign(run, { live, lab: null, act: {}, leftWith: null })
  client = live.querySelector('[data-client-file]').dataset.clientFile
  import(client).catch(() => {}) // it is there when it is wanted; what is wrong is told then
  live.addEventListener('htmx:beforeRequest', ({ target }) => target.matches('[data-connect]') && starting())
  live.addEventListener('htmx:sendError', () => happened('failed', { reason: 'The server could not be reached. Nothing was lost. Please try again.' }))
  live.addEventListener('htmx:responseError', () => happened('failed', { reason: 'No run was started. Nothing was lost. Please try again.' }))
  live.addEventListener('htmx:afterSwap', () => notStarted(document.getElementById('watch')))
  live.addEventListener(WATCH_STATE, ({ detail }) => watchState(detail, open))
  live.addEventListener(CHAT_REPLY, () => moved(run.state, 'replied').isNew && happened('replied'))
  live.addEventListener(WATCH_LOST, ({ detail }) => watchLost(detail))
  form('send').addEventListener('submit', send)
  form('send').querySelector('[data-together]')?.addEventListener('click', sendTogether)
  form('close').addEventListener('submit', close)
  live.querySelector('[data-back]')?.addEventListener('click', backFromTerminal)
  form('send').addEventListener('input', ({ currentTarget }) => tellLength(live.querySelector('[data-too-long]'), currentTarget.elements.text.value))
  form('cut')?.addEventListener('submit', cut)
  show(FIRST)
  sayLastRun()
  // A link of this site that names #run has asked for it.
  if (location.hash === '#run' && document.referrer.startsWith(location.origin)) form('connect').querySelector('button.primary').click()
}

function starting() {
  begin()
  endSilence()
  dropVerdict()
  bringIntoSight()
  happened('start')
}

async function open(path, { script = [], reconnectPath, cut: planned }) {
  const [{ subprotocols = [], headers = {} } = {}, ...rows] = script
  const started = performance.now()
  const comesBack = Boolean(reconnectPath && path !== reconnectPath)
  let socket = null
  const isCurrent = () => Boolean(run.live) && socket === run.lab
  const page = pageFor({ isCurrent, since: () => `after ${Math.round(performance.now() - started)} ms`, isPlayed: rows.length > 0, comesBack })
  try {
    const { connect } = await import(client)
    if (!run.live) return
    socket = run.lab = headers.Origin ? fromElsewhere(path, page) : connect(location.origin.replace(/^http/, 'ws') + path, page, subprotocols)
    run.leftWith = null
  } catch {
    happened('failed', { reason: 'The browser’s code of this lab did not load. Nothing was lost. Please reload the page.' })
    return
  }
  waitFor(Number(run.live.dataset.labMs ?? LAB_MS), () => swallowed('lab'))
  const byScript = { socket, send: (message) => say(message, planned), close: (code) => run.act.close(code) }
  run.live.dispatchEvent(new CustomEvent(LAB_CREATED, { detail: byScript, bubbles: true }))
  happened('created')
  browserTold('')
  labEvent('created')
  socket.addEventListener('error', () => labEvent('error'))
}

/** The page as client.js sees it: what it does with what the browser tells. */
function pageFor({ isCurrent, since, isPlayed, comesBack }) {
  return {
    ready(send, close) {
      run.act = { send, close }
      stopWaiting()
      labEvent(`open ${since()}`)
      happened('opened', { isPlayed, task: taskDone(), canClose: !form('close').closest('[hidden]') })
      focusSend()
    },
    show(data) {
      if (!isCurrent()) return
      const took = note(run.live, 'a', 'browser', data)
      showChat(run.live)
      answered()
      labEvent('message', ...afterYours(took), long(`: ${typeof data === 'string' ? JSON.stringify(data.slice(0, 40)) : 'binary'}`))
    },
    offer(text) {
      const field = run.live?.querySelector('#live-text')
      if (!field || (field.value !== field.defaultValue && field.value !== field.dataset.offered)) return // the learner's own
      field.value = field.dataset.offered = text
      if (document.activeElement === field) field.select()
    },
    closed({ code, wasClean }, why = '') {
      if (!isCurrent()) return // it was given up
      stopWaiting()
      endSilence()
      if (!comesBack) endRun()
      const sent = ofAnswer(code, wasClean, run.leftWith)
      labEvent(`close ${code}, ${wasClean ? 'clean' : 'not clean'}${why && `: ${why}`}${sent}`)
      document.getElementById('lab-event').toggleAttribute('data-explains', Boolean(sent))
      explainUnclean(wasClean, code)
      drawQueue.push({ number: 0 }, () => browserTold(`Your browser itself reported close code ${code}.`)) // at the pace of the run
      const how = endOf(run.state, { code, wasClean, comesBack })
      happened(how, { isTold: isTold(), isTwo: run.live?.hasAttribute('data-two') })
      awaitVerdict(how)
      if (run.live && run.state.name === 'ended' && document.activeElement?.id !== 'source') focusConnect()
    },
  }
}

/** The hint on Send of Build's first task, once the line has been changed as it asks. */
function taskDone() {
  const { taskLine, taskNew, afterSend } = run.live.dataset
  return afterSend && run.live.querySelector('#source').value.split('\n')[taskLine - 1]?.includes(taskNew) ? afterSend : undefined
}

/** A socket that a frame of a foreign Origin opens for us. */
function fromElsewhere(path, page) {
  let socket = null
  document.addEventListener(LAB_STANDIN, ({ detail }) => (socket = detail.socket), { once: true })
  run.live.dispatchEvent(new CustomEvent(LAB_ELSEWHERE, { detail: { path }, bubbles: true }))
  socket.addEventListener('open', () => page.ready((message) => socket.send(message), (code) => socket.close(code)))
  socket.addEventListener('message', ({ data }) => page.show(data))
  socket.addEventListener('close', (closed) => page.closed(closed))
  return socket
}
