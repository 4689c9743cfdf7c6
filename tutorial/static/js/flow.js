// The arrow keys go from node to node of the concept flow; Enter opens, as for any link.

const TO = {
  ArrowDown: (place) => place + 1,
  ArrowRight: (place) => place + 1,
  ArrowUp: (place) => place - 1,
  ArrowLeft: (place) => place - 1,
  Home: () => 0,
  End: (place, nodes) => nodes.length - 1,
}

document.addEventListener('keydown', (event) => {
  const node = event.target.closest?.('[data-flow] .node')
  const to = TO[event.key]
  if (!node || !to || event.ctrlKey || event.metaKey || event.altKey) return
  const nodes = [...node.closest('svg').querySelectorAll('.node')]
  nodes[to(nodes.indexOf(node), nodes)]?.focus()
  event.preventDefault()
})
