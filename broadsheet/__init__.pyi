from .dataset import Dataset as Dataset
from .dataset import open as open
from .single import Article as Article
from .single import Unreadable as Unreadable
from .single import read as read
