"""What is said to have happened in the world, and the rules for saying it. Pure, but for `domain.log`."""
