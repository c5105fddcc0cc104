"""What differs between two audits: findings, elements, reach of data, opt-out times, questions and score."""

from stackaudit.audit.difference.difference import Difference, difference

__all__ = ["Difference", "difference"]
