// A form that is sent before the browser has read it whole would lose its last fields: it is sent once it is whole.
{
  let early = null
  addEventListener('submit', (event) => {
    if (document.readyState !== 'loading') return
    event.preventDefault()
    early = event
  })
  addEventListener('DOMContentLoaded', () => early?.target.requestSubmit(early.submitter))
}
