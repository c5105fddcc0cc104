"""What to do and when, for readers: in words, as data, as Markdown, and as YAML to plan with."""
