"""Authors: what each place of a page that names somebody is worth."""
