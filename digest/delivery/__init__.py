"""Values and policy of handing over: statuses, batches, mail, events, retry, counts.

Pure; imports no letter and no MIME.
"""
