"""Breaks annals on purpose while it works, and proves afterwards that nothing was lost, doubled or changed.

`python -m faults` (`make faults`) runs walks of random faults; `cluster` is what they break, `actors` the programs that work
meanwhile, `steps` the faults, `checker` the proof, `walk` a list of steps made from a seed, and its shortening where it fails."""
