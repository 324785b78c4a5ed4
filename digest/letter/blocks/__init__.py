"""The blocks of a letter: one file each, beside one template of the same name in templates/email/blocks/."""
