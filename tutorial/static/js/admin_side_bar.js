// On a narrow screen the side bar of the desk begins folded. Whoever has unfolded or folded it keeps it so.
{
  const place = 'django.admin.navSidebarIsOpen'
  if (localStorage.getItem(place) === null && matchMedia('(max-width: 63.9375rem)').matches) localStorage.setItem(place, 'false')
}
