"""Cards of cases in the chats of officials: what they show, who gets them."""
