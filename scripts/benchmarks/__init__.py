"""What `annals bench` measures: one file a benchmark; `all` lists them. Nothing here is needed to run annals."""
