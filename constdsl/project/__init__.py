"""Files and settings of the person's own machine: what the command line and the language server both read."""
