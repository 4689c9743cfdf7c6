// Loads the editor when a page has one: most pages have none.

document.addEventListener('htmx:load', ({ target }) => {
  if (target.matches?.('[data-editor]') || target.querySelector?.('[data-editor]')) import('./editor.js')
})
