"""Rules about who gets onto a ballot."""
