"""The pictures of lessons: decoded when they are uploaded, kept by their content, served at their address."""
