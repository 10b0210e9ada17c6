from .export import ExportError as ExportError
from .export import export as export
from .sheets import MEDIA_TYPES as MEDIA_TYPES
from .sheets import made as made
