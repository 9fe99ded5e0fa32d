"""What wishes for features bring along: comments to write, stars to give, tags to choose from, files to attach."""

from engines.spec.additions.claims import addition_names, read_additions
from engines.spec.additions.realised import realised
from engines.spec.additions.rights import with_rights

__all__ = ["addition_names", "read_additions", "realised", "with_rights"]
