// The theme switch: system, light, dark, at once and kept in a cookie that the server reads.

const THEMES = ['system', 'light', 'dark']
const YEAR = 365 * 24 * 3600

document.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-theme-switch]')
  if (!form) return
  event.preventDefault()
  const button = form.querySelector('button')
  const theme = button.value
  const following = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]
  const secure = location.protocol === 'https:' ? ';secure' : ''
  document.cookie = `theme=${theme};path=/;max-age=${YEAR};samesite=lax${secure}`
  document.documentElement.dataset.theme = theme
  button.value = following
  button.setAttribute('aria-label', `Theme: ${theme}. Switch to ${following}.`)
  button.querySelector('.theme-name').textContent = theme
})
