"""Pages beside the lessons: the glossary, and the symptoms of broken sockets with what mends them."""
