"""Rules: the condition language, how rules are read, and the packs that they come in."""

from stackaudit.rules.choosing import find_rule, selected
from stackaudit.rules.pack import Pack, builtin, folder, installed, loaded
from stackaudit.rules.rule import Rule

__all__ = ["Pack", "Rule", "builtin", "find_rule", "folder", "installed", "loaded", "selected"]
