"""A stand-in for SendGrid on loopback: takes what SendGrid takes, refuses what it refuses, and misbehaves as told.

    python -m tests.standins.sendgrid --port 8426            # http, or https with --https, which prints the CA file to trust
    DIGEST_DELIVERY__TRANSPORT=sendgrid DIGEST_SENDGRID__HOST=http://127.0.0.1:8426 SENDGRID_API_KEY=SG.standin digest send

It keeps a mailbox per reader (`GET /standin/mailboxes`), sends signed events (`POST /standin/events`), and obeys a
fault plan (`--faults`).
"""
