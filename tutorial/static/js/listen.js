// Listening to the transcript.
