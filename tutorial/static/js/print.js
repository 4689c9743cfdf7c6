// A button that prints the page.

document.addEventListener('click', ({ target }) => target.closest('[data-print]') && print())
