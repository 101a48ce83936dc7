"""What an editor can ask for, a module each: functions from what is known of a text to values of the protocol."""
