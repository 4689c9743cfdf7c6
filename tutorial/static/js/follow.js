// Where the code has less room than it needs, the line that runs, or the first that differs, is kept in sight.

/** Bring `line` to the middle of its pane, and leave the page where it is. */
export function follow(line) {
  const pane = line?.closest('.scroller')
  if (pane) pane.scrollTop = line.offsetTop - (pane.clientHeight - line.offsetHeight) / 2
}

document.addEventListener('htmx:load', ({ target }) => {
  for (const code of target.querySelectorAll?.('.pane-code') ?? []) {
    follow(code.querySelector('li[aria-current], li.added, li.removed'))
  }
})
