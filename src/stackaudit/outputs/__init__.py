"""What an audit is written as: one format a module, each a function of the audit."""
