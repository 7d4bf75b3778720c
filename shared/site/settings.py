"""An instructor publishes the site with these settings: its name, author, course and addresses."""

from importlib.metadata import version
from typing import NamedTuple
from urllib.parse import urlsplit


class Settings(NamedTuple):
    """Texts for the pages. If a text is empty, the pages leave out its line. Addresses begin with http:// or https://."""

    name: str = "Nine Numbers"
    author: str = ""  # who publishes this edition
    course: str = ""  # such as "Machine learning, spring 2027"
    notebooks: str = ""  # the address where students write code
    source: str = ""  # the address of the source code

    @property
    def version(self) -> str:
        return version("nine-numbers")

    @property
    def citation(self) -> str:
        """Return the citation of the course, as in `CITATION.cff`."""
        return f"Nine Numbers contributors, Nine Numbers, version {self.version}, MIT licence"

    def checked(self) -> "Settings":
        """Return these settings. Raises ValueError if the name is empty or an address is not valid."""
        if not self.name.strip():
            raise ValueError("--name must not be empty")
        for option in ("notebooks", "source"):
            parts = urlsplit(address := getattr(self, option))
            if address and not (parts.scheme in ("http", "https") and parts.netloc):
                raise ValueError(f"--{option} must be an address such as https://example.org/, got {address!r}")
        return self


DEFAULTS = Settings()
