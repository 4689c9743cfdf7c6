// The states of a run's page. It is in one of them at a time, and everything that the page says about the run
// follows from it. Pure: `lab_run.js` has the state, and tells what has happened.

const TASK = 'The socket is open now. Press Send: '
export const WAITS = 'You can send and close while the socket is open.'

/** `running` stands over the code (null: what the page said there first), `why` beside what is disabled. */
export const STATES = {
  idle: { running: null, why: WAITS },
  starting: { running: 'starting', why: WAITS },
  connecting: { running: 'running', why: WAITS },
  open: { running: 'running', why: 'Close this socket before you connect again.' },
  terminal: { running: 'for your terminal', why: WAITS },
  closing: { running: 'running', why: WAITS },
  reconnecting: { running: 'running', why: WAITS },
  ended: { running: 'run ended', why: `Connect starts a new run. ${WAITS}` },
}

/** {event: the states in which it can happen, the next state, its sentence}. Without a sentence the last one stays. */
const MOVES = {
  start: { from: ['idle', 'ended'], to: 'starting', says: 'Connecting. The page first opens a second socket, over which it sees the run. Then it opens yours.' },
  awaits: { from: ['starting'], to: 'terminal', says: 'This run waits for your terminal. What it does there is shown here.' },
  back: { from: ['terminal'], to: 'idle', says: 'Connect opens a WebSocket from this page.' },
  created: { from: ['starting', 'reconnecting'], to: 'connecting' },
  opened: { from: ['connecting'], to: 'open', says: opened },
  replied: { from: ['open'], says: ({ before }) => (before?.startsWith(TASK) ? 'A reply of your changed code has come. Change another line and run it again, or close the socket.' : undefined) },
  leave: { from: ['open'], to: 'closing' },
  silent: { from: ['open'], kind: 'lost', says: ({ isOffline }) => `No answer from the server for 3 seconds. ${isOffline ? 'Your browser is offline.' : 'It may be busy, or your network may be away.'} Wait, or close and connect again.` },
  answered: { from: ['open'], says: 'The server answers again.' },
  unclosed: { from: ['closing'], to: 'ended', kind: 'lost', says: ({ isOffline }) => `No answer to the close for 3 seconds. ${isOffline ? 'Your browser is offline.' : 'Your network may be away.'} The browser gives up on its own after a while. You can connect again.` },
  recorded: { from: ['connecting', 'open', 'terminal'], to: ({ state }) => (state === 'terminal' ? 'ended' : 'closing') }, // the server knows of the end first
  cut: { from: ['open', 'closing'], to: 'reconnecting', says: 'The connection was cut, and no close frame came. The page opens a new one in a moment.' },
  refused: { from: ['connecting'], to: 'ended', says: over },
  lost: { from: ['open', 'closing'], to: 'ended', says: over },
  closed: { from: ['connecting', 'open', 'closing'], to: 'ended', says: over },
  untold: { from: ['ended'], kind: ({ how }) => (how in UNTOLD ? how : ''), says: ({ how }) => UNTOLD[how] },
  failed: { from: Object.keys(STATES), to: 'idle', kind: ({ kind }) => kind ?? 'lost', says: ({ reason }) => reason },
  unanswered: { from: ['starting', 'connecting'], to: ({ state }) => (state === 'connecting' ? 'ended' : 'idle'), kind: 'lost', says: ({ reason }) => reason },
  watchBack: { from: ['starting', 'terminal', 'connecting', 'open', 'closing', 'reconnecting'], says: 'The watch socket is back. This page shows the whole run again.' },
  watchAway: { from: Object.keys(STATES), kind: 'lost', says: ({ failures, limit }) => `The watch socket was lost. What you see is kept; trying again (${failures} of ${limit}).` },
}

/** {event: words for an end that the browser knows and of which the server tells nothing for a while}. */
const UNTOLD = {
  refused: 'The handshake was refused. The browser only knows close code 1006.',
  lost: 'The lab socket was lost, and no close frame came. This page keeps what was recorded.',
}

export const EVENTS = Object.keys(MOVES)
export const FIRST = { name: 'idle', text: null, kind: '' }

/**
 * The state after `event`; `state` itself where it cannot happen in it. `text` is the one sentence about the run,
 * null where it is the server's: what the server has told about the end (`isTold`) stands.
 */
export function moved(state, event, detail = {}) {
  const { from, to = state.name, says, kind = '' } = MOVES[event]
  const name = worded(to, { state: state.name })
  if (!from.includes(state.name)) return state
  const text = detail.isTold ? undefined : worded(says, { ...detail, was: state.kind, before: state.text })
  const isKept = text === undefined
  return { name, text: isKept ? state.text : text, kind: isKept ? state.kind : worded(kind, detail), isNew: !isKept, isSilent: event === 'silent' }
}

/** How it ended is told when the page has shown the run to its end. */
function over({ was, isTwo }) {
  return was === 'lost' ? undefined : `The run ${isTwo ? 'of browser A ' : ''}is over now. This page shows the rest of it, and then says here how it ended.`
}

function opened({ isPlayed, canClose, task }) {
  if (task) return `${TASK}${task}.`
  if (isPlayed) return 'The socket is open now. The page plays its part. Watch what happens.'
  return canClose ? 'The socket is open now. Send a message and follow it, or close the socket.' : 'The socket is open now. Send a message and follow it.'
}

function worded(words, detail) {
  return typeof words === 'function' ? words(detail) : words
}

/** How a lab socket has ended, as an event. `comesBack`: the page has asked for a cut, to come back after it. */
export function endOf(state, { code, wasClean, comesBack }) {
  if (state.name === 'connecting') return 'refused'
  if (comesBack && !wasClean) return 'cut'
  return !wasClean && code === 1006 ? 'lost' : 'closed'
}

export function isBusy({ name }) {
  return !['idle', 'ended'].includes(name)
}
