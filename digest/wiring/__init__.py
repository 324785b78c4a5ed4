"""Where real things are made and joined: the newsroom's folder, its settings as the models of the pure parts, adapters as ports."""
