"""A loopback AWS organization: moto, and what moto lacks for the containment of incidents."""
