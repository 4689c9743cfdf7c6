// The file that is shown is marked in the tree. Which one is shown is the address's: CSS does it, without this script too.

for (const project of document.querySelectorAll('[data-project]')) {
  const links = [...project.querySelectorAll('.file-tree a')]
  const first = `#${project.querySelector('[data-first]')?.id}`
  const mark = () => {
    const shown = links.some(({ hash }) => hash === location.hash) ? location.hash : first
    for (const link of links) {
      if (link.hash === shown) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }
  addEventListener('hashchange', mark)
  mark()
}
