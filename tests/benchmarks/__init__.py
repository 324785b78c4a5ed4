"""Speed and memory as ratios against something run beside it in the same minute; `make bench` prints the table."""
