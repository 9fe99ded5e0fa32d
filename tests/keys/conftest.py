"""The desktop's keyring for tests of this folder."""

from tests.secret_service import bus, secret_service

__all__ = ["bus", "secret_service"]
