"""The other doors: formal complaint, denunciation, another authority. One or two plain questions,
the choice between them and sending it here, and the hand-over to whoever goes there."""
