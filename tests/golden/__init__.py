"""Letters of a small edition as they were when a person last looked at them; newsroom/ is what they are made from.

pictures/ are small pictures of them, all text in blocks: tests/standins/letter_pictures.py says why.
"""
