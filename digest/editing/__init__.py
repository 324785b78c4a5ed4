"""What is done to an edition before it goes out: lock, check, build, readiness, approve, proof."""
