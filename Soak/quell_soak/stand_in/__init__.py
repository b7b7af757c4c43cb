"""An AWS in memory that answers fast what containments ask, and remembers every change."""
