// What the clients of a bench have said and heard so far: their messages among the frames that are shown.

import { beforePaint } from './follow.js'

export function showChat(bench) {
  const frames = [...bench.querySelectorAll('.frame:is([data-kind="text"], [data-kind="binary"]):not([hidden])')]
  for (const chat of bench.querySelectorAll('[data-chat]')) {
    const who = chat.closest('[data-client]').dataset.client
    chat.replaceChildren(...frames.filter(({ dataset }) => (dataset.who ?? 'a') === who).map(bubble))
    beforePaint(chat, toEnd)
  }
}

function toEnd(chat) {
  chat.scrollTop = chat.scrollHeight
}

function bubble(frame) {
  const row = document.createElement('li')
  row.dataset.to = frame.dataset.to
  if (frame.hasAttribute('aria-current')) row.dataset.now = ''
  row.textContent = frame.querySelector('.payload').textContent.replace(/^text "(.*)"$/s, '$1')
  return row
}
