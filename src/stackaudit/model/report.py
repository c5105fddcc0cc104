"""What the consultant adds to the report: whose it is, how it looks, what it has, and what they have to say."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from typing import Annotated, Literal, TypeAlias

from stackaudit.model import words
from stackaudit.model.base import Field, StringConstraints
from stackaudit.model.elements import Part, Ref
from stackaudit.model.fields import record
from stackaudit.model.values import Text

__all__ = ["Colour", "Colours", "Fonts", "LocaleTag", "NewFix", "NewWords", "ReportSettings"]

Colour: TypeAlias = Annotated[str, StringConstraints(pattern="^#[0-9A-Fa-f]{6}$")]
NewTitle: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=150)]
Words: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
LocaleTag: TypeAlias = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]


class Colours(Part):
    """The client's colours. Where one is too faint to read, the report takes the nearest that is not."""

    accent: Colour | None = record("Lines, bars and small headings.", example="'#0a7d4f'")
    links: Colour | None = record("Links; the accent where it is left out.", example="'#0b5cad'")


class Fonts(Part):
    """Families of fonts that are on the reader's machine; the report fetches none."""

    text: words.FontFamily | None = record("Text.", example="humanist")
    headings: words.FontFamily | None = record("Headings; as the text where it is left out.", example="old_style")


class NewFix(Part):
    """What to do about the findings of a rule, in other words than the rule's."""

    now: Words | None = record("At once.", example="Switch the export off.")
    later: Words | None = record("For good.", example="Connect both tools directly.")


class NewWords(Part):
    """Words to stand in place of a rule's own, as plain text: what it says, not what it finds."""

    title: NewTitle | None = record("The name of the red flag.", example="Opt-outs get lost on the way")
    why: Words | None = record("Why it matters.", example="Last spring's complaints came from here.")
    impact: Words | None = record(
        "What it means for leadership, of each of its findings.", example="The launch in May depends on it."
    )
    fix: NewFix | None = record("How it is mended.", example="{now: Switch the export off.}")


class ReportSettings(Part):
    """What the consultant adds to the report."""

    client: Text | None = record("For whom the report is.", example="Northwind Outfitters")
    prepared_by: Text | None = record("Who made it.", example="Example Consulting")
    notice: Text | None = record("A notice at the head of the report.", example="Draft for discussion.")
    logo: Text | None = record(
        "A picture for the head of the page: a PNG, JPEG or SVG file in the folder of this file or below, by its path "
        "from there.",
        example="logo.png",
    )
    colours: Colours | None = record("Its colours.", example="{accent: '#0a7d4f'}")
    fonts: Fonts | None = record("Its fonts.", example="{text: humanist}")
    sections: Annotated[tuple[words.ReportSection, ...], Field(min_length=1)] | None = record(
        "The sections that it has, in this order; all where it is left out. The disclaimer always stays.",
        example="[summary, findings, score, questions]",
    )
    leave_out: tuple[words.ReportSection, ...] = record(
        "Sections that it does not have; it names them at its end. The disclaimer always stays.",
        example="[facts]",
        default=(),
    )
    commentary: dict[Ref, Text] = record(
        "What the consultant says, in Markdown: by the id of a finding, or by section.",
        example="{summary: Two things cannot **wait**.}",
        default={},
    )
    wording: dict[Ref, NewWords] = record(
        "Words of yours in place of a rule's, by its id. The report says whose words were changed.",
        example="{STR-13: {title: A tool of our own for tests}}",
        default={},
    )
    locale: LocaleTag | None = record(
        "How dates, numbers and amounts are written in what a client reads: a language and a region. The words stay "
        "English.",
        example="de-DE",
    )
    paper: Literal["a4", "letter"] = record("The paper that it is printed on.", example="letter", default="a4")
