"""Everything that touches the world: files, pages, the database, transports. One file per outside thing."""
