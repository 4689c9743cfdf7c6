// First, previous, next, last: links to the points of a run, as the page has them without JavaScript.

/** Let the links of `player` lead on from point `number` of `last`. */
export function showLinks(player, number, last) {
  link(player.querySelector('[data-first]'), number > 1 && 1)
  link(player.querySelector('[data-previous]'), number > 1 && number - 1)
  link(player.querySelector('[data-next]'), number < last && number + 1)
  link(player.querySelector('[data-last]'), number < last && last)
}

/** A link to a point; without one it stays where it is, and says that it leads nowhere now. */
function link(element, point) {
  if (point) {
    element.href = `?point=${point}#replay`
    for (const name of ['role', 'aria-disabled', 'tabindex']) element.removeAttribute(name)
  } else {
    element.removeAttribute('href')
    element.setAttribute('role', 'link')
    element.setAttribute('aria-disabled', 'true')
    element.tabIndex = 0
  }
}
