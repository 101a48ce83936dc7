"""The command line: the only place that touches files, terminals and exit codes."""
