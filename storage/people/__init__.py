"""Who there is: people, officials, and codes that join chats."""
