"""What everybody may read of editions that went out: pages, feeds, a search, a picture to share. Pure."""
