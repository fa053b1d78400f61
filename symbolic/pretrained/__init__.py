"""The models that come with the library, and how they were made."""
