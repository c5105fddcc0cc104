"""Sides of a tool, a flow or a sending domain that have facts of their own."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from stackaudit.model import words
from stackaudit.model.base import Field
from stackaudit.model.elements.parts import Aspect, Count, Percent, Ref
from stackaudit.model.fields import fact
from stackaudit.model.values import Day, Duration, Fact, Items, Text, YesNo

__all__ = ["AiFeatures", "Contract", "Credential", "OptOutPage", "Retention", "Seats", "Security", "Texts", "Usage"]


class Usage(Aspect):
    """How much of a tool is used."""

    last_used: Fact[Day] = fact(
        "The day on which somebody last worked with it, or it last ran by itself; `none` if that never happened.",
        ask="When did somebody last work with this tool, or when did it last do something by itself?",
        example="2026-11-20",
    )

    features: Fact[Percent] = fact(
        "How much of what it can do, and what is paid for, is used: in per cent.",
        ask="How much of what this tool can do is used, in per cent?",
        example="45",
    )
    contacts_billed: Fact[Count] = fact(
        "For how many contacts it is paid; `none` where the price does not depend on them.",
        ask="For how many contacts is this tool paid?",
        example="250000",
    )
    contacts_mailable: Fact[Count] = fact(
        "How many of these contacts can be mailed: with a good address, and not opted out.",
        ask="How many of the contacts that are paid for can be mailed?",
        example="210000",
    )


class Seats(Aspect):
    """The seats of a tool that is paid for by seat."""

    bought: Fact[Count] = fact("How many are paid for.", ask="How many seats are paid for?", example="40")
    used: Fact[Count] = fact(
        "How many people have used one within the last 90 days.",
        ask="How many people have used a seat within the last 90 days?",
        example="31",
    )


class Contract(Aspect):
    """What was agreed with the vendor."""

    renews: Fact[Day] = fact(
        "When it next renews or ends; `none` where it has no term.",
        ask="When does this contract next renew or end?",
        example="2027-03-31",
    )
    notice: Fact[Duration] = fact(
        "How long before that notice has to be given; `none` where none is needed.",
        ask="How long before renewal does notice have to be given?",
        example="60d",
    )
    licensed_regions: Items[Ref] = fact(
        "The regions in which it allows to use the product; `none` where it sets no limit.",
        ask="In which countries or regions does this contract allow to use the product?",
        example="[us, ca]",
    )
    auto_renew: Fact[YesNo] = fact(
        "Whether it renews by itself where nobody gives notice.",
        ask="Does this contract renew by itself?",
        example="true",
    )

    plan: Fact[words.Plan] = fact(
        "Whether it is paid for. A product that has no paid plan has `none`.",
        ask="Is this a paid plan, a free one, or a trial?",
        example="paid",
    )


class Security(Aspect):
    """How people get into a tool."""

    sso: Fact[YesNo] = fact(
        "Whether people log in by single sign-on.", ask="Do people log in here by single sign-on?", example="true"
    )
    mfa: Fact[YesNo] = fact(
        "Whether a second factor is enforced for everybody.",
        ask="Is a second factor enforced for everybody here?",
        example="true",
    )
    shared_login: Fact[YesNo] = fact(
        "Whether several people use one account.", ask="Do several people use one account here?", example="false"
    )
    access_review: Fact[Day] = fact(
        "When its users were last compared with who works there; `none` if never.",
        ask="When were the users of this tool last compared with the people who still need it?",
        example="2026-09-01",
    )


class Retention(Aspect):
    """How long a tool keeps data of people."""

    for_: Fact[Duration] = Field(
        None,
        alias="for",
        description="How long it is kept after somebody was last active; `none` where no limit is set.",
        json_schema_extra={
            "x-ask": "How long does this tool keep somebody who is no longer active?",
            "x-example": "24mo",
            "x-record": False,
        },
    )
    then: Fact[words.AfterRetention] = fact(
        "What happens then; `none` where nothing does.",
        ask="What happens to the data when that time is over?",
        example="delete",
    )


class AiFeatures(Aspect):
    """What the AI features of a tool do with data of people."""

    reads: Items[Ref] = fact(
        "Which data they read; `none` where they read none.",
        ask="Which data do the AI features and agents of this tool read?",
        example="[user.content]",
        refers_to="data_classes",
    )
    terms: Fact[YesNo] = fact(
        "Whether terms with the vendor cover what they do with it.",
        ask="Do the terms with this vendor cover what its AI features do with the data?",
        example="true",
    )
    may_train: Fact[YesNo] = fact(
        "Whether the vendor may train its models on it.",
        ask="May this vendor train its models on the data?",
        example="false",
    )


class OptOutPage(Aspect):
    """What somebody goes through who follows the link to unsubscribe."""

    login: Fact[YesNo] = fact(
        "Whether people have to log in to unsubscribe.",
        ask="Do people have to log in to unsubscribe?",
        example="false",
    )
    steps: Fact[Count] = fact(
        "How many pages or replies it takes from the link in the mail until it is done.",
        ask="How many pages or replies does it take from the link in the mail until it is done?",
        example="1",
    )
    asks_more: Fact[YesNo] = fact(
        "Whether anything is required but the address and the choices: money, a name, a reason, a survey. What may be "
        "left out, or comes after it is done, does not count.",
        ask="Is anything required to unsubscribe but the address and the choices, such as a reason or a survey?",
        example="false",
    )
    expires: Fact[Duration] = fact(
        "How long after the mail its link stops working; `none` if never.",
        ask="How long after the mail does the link to unsubscribe stop working?",
        example="90d",
    )


class Texts(Aspect):
    """How text messages are sent and stopped."""

    stop_words: Items[Text] = fact(
        "The words that end the texts when somebody replies with one, in capitals or not.",
        ask="Which words end the texts when somebody replies with one?",
        example="[stop, quit, end, revoke, opt out, cancel, unsubscribe]",
    )
    free_text: Fact[YesNo] = fact(
        "Whether a reply in other words, such as 'please stop texting me', ends them too, by whatever means.",
        ask="What happens on a reply such as 'please stop texting me': does it end the texts?",
        example="true",
    )
    registered: Fact[YesNo] = fact(
        "Whether the number or code is registered with the carriers as the company's.",
        ask="Is the number or code that the texts come from registered with the carriers?",
        example="true",
    )


class Credential(Aspect):
    """The account under which a flow runs."""

    owner: Fact[Ref] = fact(
        "Whose account it is: somebody's own, or a team's service account; `none` for one that belongs to nobody.",
        ask="Whose account does this run under?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    scope: Fact[words.CredentialScope] = fact(
        "What it may do.", ask="What may this account do: everything, or what the flow needs?", example="limited"
    )
