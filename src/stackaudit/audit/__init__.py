"""The audit: engine, evidence, coverage, questions."""

from stackaudit.audit.audit import Audit, audit_stack

__all__ = ["Audit", "audit_stack"]
