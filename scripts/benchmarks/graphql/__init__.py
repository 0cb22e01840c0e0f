"""annals and PostGraphile side by side: the same questions over the same tables, asked by the same clients."""
