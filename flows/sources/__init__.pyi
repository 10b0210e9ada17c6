from .curation_file import read_curation as read_curation
from .files import READ as READ
from .files import Unreadable as Unreadable
from .files import is_supported as is_supported
from .files import raw_files as raw_files
from .files import read_file as read_file
from .files import source_path_of as source_path_of
from .records import broken_document as broken_document
