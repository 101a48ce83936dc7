"""Rules about taking back an office: who can start it, who can forestall it, and who comes next."""
