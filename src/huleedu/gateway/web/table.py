"""Every page there is, in one table: whoever walks over all of them starts here."""

from huleedu.gateway.web.help import HELP_PAGES
from huleedu.gateway.web.look import LOOK_PAGES
from huleedu.gateway.web.pages import AnyRoute

PAGES: tuple[AnyRoute, ...] = (*HELP_PAGES, *LOOK_PAGES)
