"""The scorer of senses: what it learns from, how it is fitted and how it is measured."""
