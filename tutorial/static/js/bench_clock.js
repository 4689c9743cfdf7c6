// The clock of a bench: that of browser A's run. The server says when each run began; the times of browser B, which count
// from its own request, are moved by the difference, and the frames of both stand in the order of this one clock.

const BEGAN = /<!--began (\d+)-->/g

let began = {} // when the run of each browser began, in microseconds

/** Another run of browser A begins. */
export function forgetClocks() {
  began = {}
}

/** Take from `html` what it says of the beginning of the run of browser `who`. Returns the rest. */
export function withoutBeginning(html, who) {
  return html.replace(BEGAN, (_, at) => {
    began[who] = Number(at)
    return ''
  })
}

/** `at`, in microseconds of the run of `who`, in those of the bench. */
export function onClock(who, at) {
  return Number(at) + (began[who] ?? 0) - (began.a ?? began[who] ?? 0)
}

/** As `readable_time` of live_demo/view/values.py. B may have begun a moment before A by the clocks of two machines. */
export function readableTime(microseconds) {
  if (Math.abs(microseconds) < 100_000) return `${(microseconds / 1000).toFixed(Math.abs(microseconds) < 1000 ? 2 : 1)} ms`
  return `${(microseconds / 1_000_000).toFixed(3)} s`
}

/** Let the moment under the code, which is one of browser `who`, have its time on the clock of the bench. */
export function tellTime(now, who) {
  now.dataset.at = onClock(who, now.dataset.at)
  now.querySelector('.when').textContent = readableTime(Number(now.dataset.at))
}

/** Put the frames of both browsers in the order of their times, each with the time since the one before it. */
export function inOrder(list) {
  const frames = [...list.children]
  for (const frame of frames) frame.dataset.time ??= onClock(frame.dataset.who ?? 'a', frame.dataset.at)
  const ordered = frames.toSorted((one, other) => Number(one.dataset.time) - Number(other.dataset.time))
  if (ordered.some((frame, index) => frame !== frames[index])) list.append(...ordered)
  ordered.forEach((frame, index) => tellTimes(frame, ordered[index - 1]))
}

function tellTimes(frame, before) {
  const at = Number(frame.dataset.time)
  const gap = before ? `+${readableTime(at - Number(before.dataset.time))}` : ''
  const [when, small] = [frame.querySelector('.when'), frame.querySelector('.gap')]
  if (small.textContent !== gap) small.textContent = gap
  const time = `${frame.dataset.by ? 'from ' : ''}${readableTime(at)}`
  if (when.firstChild.data !== time) when.firstChild.data = time
}
