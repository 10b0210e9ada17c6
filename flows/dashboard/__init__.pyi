from .serving import NotForOthers as NotForOthers
from .serving import serve as serve
from .site import make_site as make_site
