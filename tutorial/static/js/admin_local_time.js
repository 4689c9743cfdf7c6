// Beside a time in UTC, that of a field or a fixed one, stands the same time in the reader's time zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const style = { dateStyle: 'medium', timeStyle: 'short' }

for (const place of document.querySelectorAll('[data-local-time]')) {
  const field = document.getElementById(place.dataset.localTime)
  show(place, field ? field.value : place.dataset.localTime)
  field?.addEventListener('input', () => show(place, field.value))
}

function show(place, utc) {
  const moment = new Date(`${utc}Z`)
  const said = Number.isNaN(moment.valueOf()) ? '' : `That is ${moment.toLocaleString('en-GB', style)} where you are (${zone}).`
  place.textContent = said
}
