"""Events as rows for other programs: what the command line writes to files, and the server to addresses such as /events.csv."""
