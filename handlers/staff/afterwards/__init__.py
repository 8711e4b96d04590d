"""What follows an answer: published, merged, looked at again, entered elsewhere, sent up."""
