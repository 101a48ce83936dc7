"""Tests of the second engine: lawful play."""
