"""The worst hour: everything is killed, restored and imported again while readers leave; nobody twice, nobody lost.

    make soak MINUTES=60 SEED=7

Each round is a fresh newsroom with a plan drawn from its seed. A round that fails says its seed: `SEED=... ROUNDS=1`
draws the same plan again (what a kill hits is still the machine's chance).
"""
