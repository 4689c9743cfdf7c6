// The server's own fragments, filled in the browser: <template data-fragment="now"> is templates/live_demo/_now.html
// with {sentence} in the place of the sentence. `live_demo.view.values` has the values. They become text, never markup.

/** The fragment `name` of `page`, with `values` by the names that stand in it. */
export function fragment(page, name, values) {
  const element = page.querySelector(`template[data-fragment="${name}"]`).content.firstElementChild.cloneNode(true)
  const fill = (text) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? '')
  for (const each of [element, ...element.querySelectorAll('*')]) {
    for (const attribute of each.attributes) attribute.value = fill(attribute.value)
    for (const child of each.childNodes) if (child.nodeType === Node.TEXT_NODE) child.data = fill(child.data)
  }
  return element
}

/** Put the fragment `name` in the place of the one that `page` shows, if it shows it and it says something else. */
export function replace(page, name, values) {
  const element = fragment(page, name, values)
  const shown = page.querySelector(`.${element.className}#${CSS.escape(element.id)}`)
  if (shown && !shown.isEqualNode(element)) shown.replaceWith(element)
}
