"""SendGrid: its client, connection, answers, events, signature and webhook."""
