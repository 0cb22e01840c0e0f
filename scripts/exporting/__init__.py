"""Writing events and the log in formats that others read. A format is a file here, and a line in `formats.py`."""
