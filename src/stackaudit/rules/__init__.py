"""Rules: the condition language, how rules are read, and the packs that they come in."""

from stackaudit.rules.pack import Pack, builtin, find_rule, folder, installed, loaded, selected
from stackaudit.rules.rule import Rule

__all__ = ["Pack", "Rule", "builtin", "find_rule", "folder", "installed", "loaded", "selected"]
