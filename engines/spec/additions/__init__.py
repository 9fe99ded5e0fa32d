"""What wishes for features bring along: comments to write, stars to give, tags to choose from, files to attach."""

from engines.spec.additions.claims import addition_names, read_additions
from engines.spec.additions.realised import realised
from engines.spec.additions.rights import with_rights
from engines.spec.additions.seeds import seed_claims, set_apart

__all__ = ["addition_names", "read_additions", "realised", "seed_claims", "set_apart", "with_rights"]
