"""Reads policies out of templates and files, and says what is wrong with them."""
