// The symptom that an address names is open. Browsers open it by themselves since 2024; here it is for those before.

function openNamed() {
  const details = document.getElementById(location.hash.slice(1))?.closest('details')
  if (!details || details.open) return
  details.open = true
  details.scrollIntoView()
}

addEventListener('hashchange', openNamed)
openNamed()
