"""What a constitution means before anything is asked of it: names resolved, sugar turned into core powers."""
