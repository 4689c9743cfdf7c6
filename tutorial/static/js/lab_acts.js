// What the learner does with an open lab socket: send, close, cut.

import { focusSend } from './bench_focus.js'
import { showChat } from './chat.js'
import { note } from './client_messages.js'
import { did, happened, run } from './lab_run.js'
import { labEvent } from './socket_labels.js'

/** Send `message`. `cut`, which a script passes that plays the learner's part, is the message that asks for a cut. */
export function say(message, cut) {
  if (message !== cut) note(run.live, 'a', 'server', message, cut !== undefined)
  run.act.send(message)
  showChat(run.live)
}

export function send(submit) {
  submit.preventDefault()
  const field = submit.target.elements.text
  say(submit.target.elements.as?.value === 'binary' ? new TextEncoder().encode(field.value) : field.value)
  labEvent('send()')
  did('silent')
  focusSend()
}

/** The messages of the lesson's script that it sends without waiting for a reply between. */
export function sendTogether({ currentTarget }) {
  for (const { dataset } of currentTarget.querySelectorAll('[data-text]')) say(dataset.text)
  labEvent('send(), as often as there are messages')
  did('silent')
}

export function close(submit) {
  submit.preventDefault()
  const code = submit.target.elements.code.value
  run.leftWith = code ? Number(code) : null
  run.act.close(run.leftWith ?? undefined)
  labEvent('close()')
  happened('leave')
  did('unclosed')
}

/** A page cannot cut its own connection: the server resets it at its end. */
export function cut(submit) {
  submit.preventDefault()
  run.act.send(submit.target.dataset.cut)
  labEvent('asks for a cut')
}
