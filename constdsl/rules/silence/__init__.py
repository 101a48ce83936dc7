"""Rules about silence: steps that decide a matter and that no rule covers."""
