"""The communication plan: subscriptions, broadcasts, articles, evidence."""
