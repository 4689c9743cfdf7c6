"""The close codes with which the site itself ends a socket.

They are of the private range (RFC 6455, section 7.4.2): of the codes from 1001 to 2999 Daphne sends none.
"""

TOO_LONG = 4008
"""The run has lasted longer than a run may."""
TOO_LARGE = 4009
"""A message had more bytes than a message may."""
ROOM_CLOSED = 4010
ROOM_LEFT = 4011
"""The member has left the room, in another tab or on its page."""
TOO_MANY = 4029
"""More messages came in a second, or in the run, than may."""
NO_PLACE = 4030
"""Every place for a lab or watch socket is taken. A watch socket says so; a lab socket is refused."""
