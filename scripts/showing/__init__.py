"""What `annals show` is made of: finding what a name stands for, and writing it as an entry file has it."""
