"""What other tools read: SARIF, JUnit, GitHub annotations, GitLab code quality, Markdown, JSON Lines."""
