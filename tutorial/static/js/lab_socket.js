// The lab socket: the browser's half of a run. Opens after the watch socket does, by the lab's own client.js, and shows
// what the browser itself knows: readyState, its events, close codes.

import { beats } from './beats.js'
import { showChat } from './chat.js'
import { begin, hasAnswered, stopWaiting, waitFor } from './handshake_wait.js'
import { afterYours, browserTold, explainUnclean, linkToRecorded, ofAnswer, sayLastRun, tellLength } from './lab_words.js'
import { isTold, showState } from './run_display.js'
import { showReady } from './ready_state.js'
import { note } from './said.js'
import { endRun, keepRun } from './run_cut_off.js'
import { endOf, FIRST, moved } from './run_states.js'
import { hasKeyboard } from './touch.js'

const STATES = ['0 CONNECTING', '1 OPEN', '2 CLOSING', '3 CLOSED']
const WATCH_MS = 3000 // until a watch socket that is still CONNECTING counts as swallowed
const LAB_MS = 5500 // the same for a lab socket: its handshake may take 2 s, and a worker has to start
const ANSWER_MS = 3000 // until an act that nothing answers is told

let live = null // the one live demo of the page
let lab = null // its socket
let client = null // the lab's client.js
let act = {} // what client.js lets the page do: send and close
let state = FIRST
let untold = null // the timer of an end of which the server tells nothing
let silence = null // the timer of an act that nothing answers
let leftWith = null // the code with which the page has closed

document.addEventListener('htmx:load', ({ target }) => {
  const found = target.matches?.('[data-live]') ? target : target.querySelector?.('[data-live]')
  if (found && found !== live) attach(found)
})
document.addEventListener('lab:reconnect', ({ detail }) => live && open(detail.path, detail.plan))
document.addEventListener('htmx:beforeCleanupElement', ({ target }) => {
  if (target !== live) return
  lab?.close() // the learner has gone on to another way
  live = lab = null
})

function attach(element) {
  live = element
  lab = leftWith = null
  act = {}
  client = live.querySelector('[data-client-file]').dataset.clientFile
  import(client).catch(() => {}) // it is there when it is wanted; what is wrong is told then
  live.addEventListener('htmx:beforeRequest', ({ target }) => target.matches('[data-connect]') && starting())
  live.addEventListener('htmx:sendError', () => happened('failed', { reason: 'The server could not be reached. Nothing was lost. Please try again.' }))
  live.addEventListener('htmx:responseError', () => happened('failed', { reason: 'No run was started. Nothing was lost. Please try again.' }))
  live.addEventListener('htmx:afterSwap', () => notStarted(document.getElementById('watch')))
  live.addEventListener('watch:state', ({ detail }) => watchState(detail))
  live.addEventListener('chat:reply', () => moved(state, 'replied').isNew && happened('replied'))
  live.addEventListener('watch:lost', ({ detail }) => watchLost(detail))
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

function form(name) {
  return live.querySelector(`form[data-${name}]`)
}

/** Something has happened to the run: the page shows the state that it leads to. */
function happened(event, detail) {
  const next = moved(state, event, detail)
  if (!live || next === state) return
  show(next)
  if (['failed', 'unanswered'].includes(event) && next.kind === 'lost') live.dispatchEvent(new Event('lab:blocked'))
}

function show(next) {
  state = next
  showState(live, state)
  live.dispatchEvent(new CustomEvent('lab:state', { detail: { state: state.name }, bubbles: true }))
}

/** What the learner has done is in sight at once, and it is told when nothing answers it. */
function did(event) {
  clearTimeout(silence)
  silence = setTimeout(() => happened(event, { isOffline: !navigator.onLine }), Number(live.dataset.answerMs ?? ANSWER_MS))
}

beats.addEventListener('pushed', () => answered())

function answered() {
  if (state.name === 'closing') return // that waits for the close frame
  clearTimeout(silence)
  if (state.isSilent) happened('answered')
}

/** Send `message`. `cut`, which a script passes that plays the learner's part, is the message that asks for a cut. */
function say(message, cut) {
  if (message !== cut) note(live, 'a', 'server', message, cut !== undefined)
  act.send(message)
  showChat(live)
}

function starting() {
  begin()
  clearTimeout(silence)
  clearTimeout(untold)
  bringIntoSight()
  happened('start')
}

/** The bench fills the window. Where an editor stands beside it, nothing moves as long as the code that will run is in sight. */
function bringIntoSight() {
  const isBeside = live.matches('.build') && matchMedia('(width >= 1280px)').matches
  const [seen, wanted] = isBeside ? [live.querySelector('.pane-code'), live] : [live.querySelector('.screen'), live.querySelector('.screen')]
  if (!seen) return
  const { top, bottom } = seen.getBoundingClientRect()
  if (bottom > innerHeight + 1 || (isBeside && top < 0)) wanted.scrollIntoView({ block: 'start' })
}

function notStarted(watch) {
  if (watch?.dataset.refused) happened('failed', { reason: watch.dataset.refused, kind: 'refused' })
}

/** Another client than this page opens the lab socket: show what to type there. */
function awaitTerminal(path) {
  const address = location.origin.replace(/^http/, 'ws') + path
  for (const place of live.querySelectorAll('[data-terminal-command]')) place.textContent = `${place.dataset.terminalCommand} '${address}'`
  happened('awaits')
}

function backFromTerminal() {
  dropWatch()
  happened('back')
  form('connect').querySelector('button.primary').focus({ preventScroll: true })
}

/** Nobody waits for this run any more. */
function dropWatch() {
  document.getElementById('watch')?.replaceWith(Object.assign(document.createElement('div'), { id: 'watch' }))
  document.dispatchEvent(new Event('watch:drop'))
}

function swallowed(socket) {
  if (!live?.isConnected) return
  dropWatch()
  const reason = `No answer has come to the ${socket} socket: a proxy, a VPN or an extension may block its upgrade to WebSocket. Try again, or use another network. `
  happened('unanswered', { reason })
  lab?.close()
  linkToRecorded()
}

function watchState({ element, state: watch, readyState, code }) {
  if (!element.dataset.labOpened) hasAnswered()
  if (watch === 'connecting' && !element.dataset.labOpened) waitFor(Number(live.dataset.watchMs ?? WATCH_MS), () => swallowed('watch'))
  else stopWaiting()
  socketShows('watch', watch === 'open', `readyState ${readyState}`, code ? `code ${code}` : '')
  if (watch !== 'connecting') live.querySelector('[data-socket="watch"]').toggleAttribute('data-lost', watch === 'closed' && code !== 1000)
  if (watch === 'open' && element.dataset.lab && !element.dataset.labOpened) {
    element.dataset.labOpened = 'yes'
    keepRun(element.dataset.runPage)
    open(element.dataset.lab + (form('connect').elements.path?.value ?? ''), JSON.parse(element.dataset.plan ?? '{}'))
  } else if (watch === 'open' && element.dataset.terminal && state.name === 'starting') {
    awaitTerminal(element.dataset.terminal + (form('connect').elements.path?.value ?? ''))
  } else if (watch === 'open') {
    happened('watchBack')
  } else if (watch === 'closed' && [4003, 4030].includes(code) && !element.dataset.labOpened) {
    happened('failed', { isTold: true }) // it was refused before there was a lab socket, and has said why
  } else if (watch === 'closed' && code === 1000) {
    element.dataset.recorded = ''
    endRun()
    happened('recorded')
  }
}

function watchLost({ blocked, failures, limit, over }) {
  if (blocked) {
    happened('failed', { reason: 'No WebSocket gets through to this server. A proxy or a browser extension may block it. ' })
    linkToRecorded()
  } else if (over) happened('failed', { reason: 'The watch socket was lost and could not be opened again. What you see stays. You can start a new run.' })
  else happened('watchAway', { failures, limit })
}

async function open(path, { script = [], reconnectPath, cut: planned }) {
  const [{ subprotocols = [], headers = {} } = {}, ...rows] = script
  const started = performance.now()
  const comesBack = Boolean(reconnectPath && path !== reconnectPath)
  let socket = null
  const isCurrent = () => Boolean(live) && socket === lab
  const page = pageFor({ isCurrent, since: () => `after ${Math.round(performance.now() - started)} ms`, isPlayed: rows.length > 0, comesBack })
  try {
    const { connect } = await import(client)
    if (!live) return
    socket = lab = headers.Origin ? fromElsewhere(path, page) : connect(location.origin.replace(/^http/, 'ws') + path, page, subprotocols)
    leftWith = null
  } catch {
    happened('failed', { reason: 'The browser’s code of this lab did not load. Nothing was lost. Please reload the page.' })
    return
  }
  waitFor(Number(live.dataset.labMs ?? LAB_MS), () => swallowed('lab'))
  live.dispatchEvent(new CustomEvent('lab:created', { detail: { socket: lab, send: (message) => say(message, planned), close: (code) => act.close(code) }, bubbles: true }))
  happened('created')
  browserTold('')
  event('created')
  lab.addEventListener('error', () => event('error'))
}

/** The page as client.js sees it: what it does with what the browser tells. */
function pageFor({ isCurrent, since, isPlayed, comesBack }) {
  return {
    ready(send, close) {
      act = { send, close }
      stopWaiting()
      event(`open ${since()}`)
      happened('opened', { isPlayed, task: taskDone(), canClose: !form('close').closest('[hidden]') })
      focusSend()
    },
    show(data) {
      if (!isCurrent()) return
      const took = note(live, 'a', 'browser', data)
      showChat(live)
      answered()
      event(`message ${typeof data === 'string' ? JSON.stringify(data.slice(0, 40)) : 'binary'}${afterYours(took)}`)
    },
    offer(text) {
      const field = live?.querySelector('#live-text')
      if (!field || (field.value !== field.defaultValue && field.value !== field.dataset.offered)) return // the learner's own
      field.value = field.dataset.offered = text
      if (document.activeElement === field) field.select()
    },
    closed({ code, wasClean }, why = '') {
      if (!isCurrent()) return // it was given up
      stopWaiting()
      clearTimeout(silence)
      if (!comesBack) endRun()
      event(`close ${code}, ${wasClean ? 'clean' : 'not clean'}${why && `: ${why}`}${ofAnswer(code, wasClean, leftWith)}`)
      document.getElementById('lab-event').toggleAttribute('data-explains', Boolean(ofAnswer(code, wasClean, leftWith)))
      explainUnclean(wasClean, code)
      beats.push('', () => browserTold(`Your browser itself reported close code ${code}.`)) // at the pace of the run
      const how = endOf(state, { code, wasClean, comesBack })
      happened(how, { isTold: isTold() })
      awaitVerdict(how)
      if (live && state.name === 'ended' && document.activeElement?.id !== 'source') form('connect').querySelector('button.primary').focus({ preventScroll: true })
    },
  }
}

/** The server says how the run ended. Where it does not, the page says what the browser knows. */
function awaitVerdict(how) {
  clearTimeout(untold)
  untold = setTimeout(() => !beats.waiting.length && happened('untold', { how, isTold: isTold() }), Number(live.dataset.answerMs ?? ANSWER_MS))
}

/** What Build's first task says of Send, once the line has been changed as it asks. */
function taskDone() {
  const { taskLine, taskNew, afterSend } = live.dataset
  return afterSend && live.querySelector('#source').value.split('\n')[taskLine - 1]?.includes(taskNew) ? afterSend : undefined
}

/** Where a finger types, a field in focus would bring up the keyboard over the code: there the button has the focus. */
function focusSend() {
  const field = live?.querySelector('#live-text')
  if (!field) return
  const place = hasKeyboard() ? field : form('send').querySelector('button')
  place.focus({ preventScroll: true })
  if (place === field) field.select() // what is typed takes its place
}

/** A socket that a frame of a foreign Origin opens for us. */
function fromElsewhere(path, page) {
  let socket = null
  document.addEventListener('lab:standin', ({ detail }) => (socket = detail.socket), { once: true })
  live.dispatchEvent(new CustomEvent('lab:elsewhere', { detail: { path }, bubbles: true }))
  socket.addEventListener('open', () => page.ready((message) => socket.send(message), (code) => socket.close(code)))
  socket.addEventListener('message', ({ data }) => page.show(data))
  socket.addEventListener('close', (closed) => page.closed(closed))
  return socket
}

function send(submit) {
  submit.preventDefault()
  const field = submit.target.elements.text
  say(submit.target.elements.as?.value === 'binary' ? new TextEncoder().encode(field.value) : field.value)
  event('send()')
  did('silent')
  focusSend()
}

/** The messages of the lesson's script that it sends without waiting for a reply between. */
function sendTogether({ currentTarget }) {
  for (const { dataset } of currentTarget.querySelectorAll('[data-text]')) say(dataset.text)
  event('send(), as often as there are messages')
  did('silent')
}

function close(submit) {
  submit.preventDefault()
  const code = submit.target.elements.code.value
  leftWith = code ? Number(code) : null
  act.close(leftWith ?? undefined)
  event('close()')
  happened('leave')
  did('unclosed')
}

/** A page cannot cut its own connection: the server resets it at its end. */
function cut(submit) {
  submit.preventDefault()
  act.send(submit.target.dataset.cut)
  event('asks for a cut')
}

/** What the browser knows, beside what the server says. */
function event(text) {
  if (!live || !lab) return
  const ready = STATES[lab.readyState]
  socketShows('lab', lab.readyState === WebSocket.OPEN, `readyState ${ready}`, text)
  showReady(live)
}

function socketShows(socket, isOpen, readyState, text) {
  live.querySelector(`[data-socket="${socket}"]`).toggleAttribute('data-open', isOpen)
  document.getElementById(`${socket}-state`).textContent = readyState
  document.getElementById(`${socket}-event`).textContent = text
}
