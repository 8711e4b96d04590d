"""What is said: the conversations of citizens and the commands of staff. `talk.handle` is where one
message goes; `router` is where every command is listed."""
