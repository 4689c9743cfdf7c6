"""The page with the badge, and the two forms that change it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from project.badge import count_unread, push_after_commit
from project.models import Notification


@require_safe
def index(request):
    unread = count_unread(request.user.pk) if request.user.is_authenticated else 0
    return render(request, "badge.html", {"unread": unread})


@require_POST
@login_required
def notify(request):
    """Make a notification for yourself. Saving it sends `post_save`, which pushes the badge."""
    Notification.objects.create(reader=request.user, text=request.POST.get("text", "")[:200])
    return redirect("index")


@require_POST
@login_required
def read_all(request):
    """`update()` sends no `post_save`, so this view pushes the badge itself."""
    request.user.notifications.update(is_read=True)
    push_after_commit(request.user.pk)
    return redirect("index")
