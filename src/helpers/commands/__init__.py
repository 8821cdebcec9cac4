"""The commands, a module for each or a few; imports happen inside functions, so that help is quick."""
