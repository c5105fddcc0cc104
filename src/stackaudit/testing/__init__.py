"""For authors of rules: run a rule's examples, and judge a small stack by one rule."""

from stackaudit.testing.example_files import Example, examples_of
from stackaudit.testing.examples import Proof, judge_example, prove

__all__ = ["Example", "Proof", "examples_of", "judge_example", "prove"]
