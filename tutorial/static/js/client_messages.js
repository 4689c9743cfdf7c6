// Collects the messages that the browsers of a bench send and get, as it happens. The run that is shown reaches them later.

const SHOWN = 60 // characters of a message
const benches = new WeakMap() // { browser: its messages, in order }

function of(bench, who) {
  if (!benches.has(bench)) benches.set(bench, {})
  return (benches.get(bench)[who] ??= [])
}

/** Another run begins. */
export function forgetMessages(bench) {
  benches.delete(bench)
  named.delete(bench)
}

/** Browser `who` has sent `data` (`to` is 'server') or got it ('browser'). Returns how long after its own message, in ms.
    `isPlayed`: a script has sent it. */
export function note(bench, who, to, data, isPlayed = false) {
  const messages = of(bench, who)
  const at = performance.now()
  const isReply = messages.at(-1)?.to === 'server' && !bench.matches('[data-two], .room-live') // else somebody else may have sent it
  const took = isReply ? at - messages.at(-1).at : undefined
  if (to === 'browser') heard(bench, who)
  messages.push({ to, isPlayed, text: shortened(data), at, mark: to === 'server' ? 'no answer yet' : 'here now, not recorded yet', isAnswered: to === 'browser' })
  return took
}

/** The server has given a sign of life: what was sent has come there. */
export function heard(bench, who) {
  for (const each of of(bench, who)) Object.assign(each, each.isAnswered ? {} : { isAnswered: true, mark: 'sent now, code follows' })
}

const named = new WeakMap() // bench: who sent the messages that browser A got, in order

/** `senders` of the messages that the browser got, where their numbers agree. */
export function nameSenders(bench, senders) {
  const got = of(bench, 'a').filter(({ to }) => to === 'browser')
  if (got.length === senders.length) named.set(bench, [...senders])
}

/** The sender of the message `index` that the browser got; '' if unknown. */
export function senderOf(bench, index) {
  return named.get(bench)?.[index] ?? ''
}

/** The messages that the drawn run has not reached. `drawn` counts its messages by their direction. */
export function ahead(bench, who, drawn) {
  const left = { ...drawn }
  return of(bench, who).filter(({ to }) => (left[to] -= 1) < 0)
}

function shortened(data) {
  if (typeof data !== 'string') return 'binary'
  return data.length > SHOWN ? `${data.slice(0, SHOWN)}…` : data
}
