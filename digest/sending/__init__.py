"""What is done to an edition while and after it goes out.

Send, control, resolve what is uncertain, take in delivery events.
"""
