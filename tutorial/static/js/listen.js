// Listening to the transcript with the browser's own speech: a sentence at a time, the spoken one marked.
// To pause is to stop and keep the place: what pause() does differs from browser to browser.

const speech = window.speechSynthesis

document.addEventListener('htmx:load', ({ target }) => {
  const section = target.querySelector?.('[data-listen]')
  if (speech && section && !section.dataset.ready) attach(section)
})

function attach(section) {
  section.dataset.ready = 'yes'
  const find = (name) => section.querySelector(`[data-listen-${name}]`)
  const gone = new AbortController()
  const sentences = [...section.querySelectorAll('.sentence')]
  const play = find('play')
  const stopper = find('stop')
  let place = 0
  let utterance = null // the one being spoken; what others report is out of date

  function offer() {
    if (!speech.getVoices().length || !sentences.length) return
    section.dataset.speaks = 'yes'
    find('bar').hidden = find('hint').hidden = false
    for (const button of section.querySelectorAll('[data-listen-from]')) button.hidden = false
  }

  function speak(from) {
    hush()
    place = from
    const said = new SpeechSynthesisUtterance(sentences[place].textContent)
    said.lang = document.documentElement.lang
    said.rate = Number(find('speed').value)
    said.onend = () => said === utterance && (place + 1 < sentences.length ? speak(place + 1) : stop())
    said.onerror = ({ error }) => said === utterance && fail(error)
    utterance = said
    speech.speak(said)
    mark(sentences[place])
    show('Pause')
  }

  function hush() {
    utterance = null
    speech.cancel()
  }

  function pause() {
    hush()
    show('Continue')
  }

  function stop() {
    hush()
    place = 0
    mark(null)
    show('Listen')
  }

  function fail(error) {
    stop()
    find('status').textContent = `Your browser could not read this aloud (${error}). The text is all here.`
  }

  function show(name) {
    play.textContent = name
    stopper.setAttribute('aria-disabled', name === 'Listen')
    if (name === 'Pause') find('status').textContent = ''
  }

  function mark(sentence) {
    section.querySelector('.sentence[aria-current]')?.removeAttribute('aria-current')
    if (!sentence) return
    sentence.setAttribute('aria-current', 'true')
    const { top, bottom } = sentence.getBoundingClientRect()
    if (top < section.querySelector('.listen').offsetHeight || bottom > innerHeight) sentence.scrollIntoView({ block: 'center' })
  }

  play.addEventListener('click', () => (utterance ? pause() : speak(place)))
  stopper.addEventListener('click', () => stopper.getAttribute('aria-disabled') === 'false' && stop())
  find('speed').addEventListener('change', () => utterance && speak(place))
  section.addEventListener('click', ({ target }) => {
    const from = target.closest('[data-listen-from]')?.dataset.listenFrom
    const sentence = from ? document.getElementById(from) : target.closest('a, button') ? null : target.closest('.sentence')
    if (sentence && section.dataset.speaks && (from || getSelection().isCollapsed)) speak(sentences.indexOf(sentence))
  })
  section.addEventListener('htmx:beforeCleanupElement', () => {
    hush()
    gone.abort()
  })
  addEventListener('pagehide', stop, { signal: gone.signal })
  speech.addEventListener('voiceschanged', offer, { signal: gone.signal })
  offer()
}
