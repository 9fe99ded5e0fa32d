"""Features that bring modules of their own, one module here and one folder of templates each."""

from engines.qlayer.python_fastapi.extras.model import AdminPage, Extra, Model
from engines.qlayer.python_fastapi.extras.view import Extras, extras_view

__all__ = ["AdminPage", "Extra", "Extras", "Model", "extras_view"]
