"""The language server: what is known of a constitution, said in an editor while it is being written."""
