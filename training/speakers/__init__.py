"""The scorer of speakers: what it learns from, how it is fitted and how it is measured."""
