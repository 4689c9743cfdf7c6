// Shows the messages that the clients of a bench have sent and got: those among the frames that are shown, and behind them what the
// learner has just sent, while the code is still on its way there. A reply comes with the line that sends it; one of which the
// record says nothing for a while is shown as what the browser has now.

import { ahead, senderOf } from './client_messages.js'
import { CHAT_REPLY } from './events.js'
import { beforePaint } from './follow.js'

const PATIENCE_MS = 1500
const timers = new WeakMap() // bench: the one that waits for its next message

export function showChat(bench) {
  const frames = [...bench.querySelectorAll('.frame:is([data-kind="text"], [data-kind="binary"])')]
  const waits = []
  for (const chat of bench.querySelectorAll('[data-chat]')) {
    const who = chat.closest('[data-client]').dataset.client
    const own = frames.filter(({ dataset }) => (dataset.who ?? 'a') === who)
    const count = (to) => own.filter(({ dataset }) => dataset.to === to).length
    const left = ahead(bench, who, { server: count('server'), browser: count('browser') })
      .map((message) => ({ message, wait: waitOf(message, bench) }))
    const early = left.filter(({ wait }) => wait === 0)
    waits.push(...left.map(({ wait }) => wait))
    chat.replaceChildren(...own.filter(({ hidden }) => !hidden).map(bubble), ...early.map(({ message }) => earlyBubble(message, bench)))
    if (who === 'a') nameSenders(bench, chat)
    beforePaint(chat, toEnd)
    if (who === 'a' && chat.querySelector('[data-to="browser"]:not([data-early])')) bench.dispatchEvent(new Event(CHAT_REPLY))
  }
  showWhenDue(bench, waits)
}

/** How long until a message that the record has not reached stands there, in ms; Infinity as long as the run is shown behind it. */
function waitOf({ to, at, isPlayed }, bench) {
  if (to === 'server' && !isPlayed) return 0
  if (bench.hasAttribute('data-behind')) return Infinity
  return Math.max(at + PATIENCE_MS - performance.now(), 0)
}

/** Look again when the first of those that wait is due. */
function showWhenDue(bench, waits) {
  clearTimeout(timers.get(bench))
  const soonest = Math.min(...waits.filter((wait) => wait > 0))
  if (soonest < Infinity) timers.set(bench, setTimeout(() => bench.isConnected && showChat(bench), soonest))
}

/** The sender in front of each message that has come in a room. */
function nameSenders(bench, chat) {
  for (const [index, row] of [...chat.querySelectorAll('[data-to="browser"]')].entries()) {
    const sender = senderOf(bench, index)
    if (!sender) continue
    const name = document.createElement('b')
    name.textContent = `${sender}: `
    row.prepend(name)
  }
}

function toEnd(chat) {
  chat.scrollTop = chat.scrollHeight
}

function bubble(frame) {
  const row = document.createElement('li')
  row.dataset.to = frame.dataset.to
  if (frame.hasAttribute('aria-current')) row.dataset.now = ''
  row.textContent = frame.querySelector('.payload').textContent.replace(/^text "(.*)"( \(.*\))?$/s, '$1$2')
  return row
}

function earlyBubble({ to, text, mark, isAnswered }, bench) {
  const row = document.createElement('li')
  Object.assign(row.dataset, { to, early: '' })
  const note = document.createElement('small')
  note.textContent = !isAnswered && bench.dataset.state === 'ended' ? 'never answered' : mark
  row.append(text, ' ', note)
  return row
}
