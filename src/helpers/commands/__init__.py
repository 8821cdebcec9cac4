"""The commands of the command line, one module each; imports happen inside the functions, so that help is quick."""
