"""The elements of a stack: tools, flows, processes, metrics and what belongs to them."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from typing import Annotated, Any, Literal, TypeAlias

from stackaudit.model import words
from stackaudit.model.base import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StringConstraints
from stackaudit.model.fields import fact, identity, record
from stackaudit.model.values import Answer, Day, Duration, Fact, Items, Text, Word, YesNo

__all__ = [
    "AiFeatures",
    "Aspect",
    "Automation",
    "CapturePoint",
    "Company",
    "Contract",
    "Credential",
    "DataClass",
    "DataQuality",
    "Element",
    "Flow",
    "Gap",
    "Goal",
    "Metric",
    "Money",
    "Monitoring",
    "OptOutPage",
    "OwnCapability",
    "OwnProduct",
    "Person",
    "Process",
    "Question",
    "Report",
    "Retention",
    "Roadmap",
    "RoadmapItem",
    "Seats",
    "Security",
    "SendingDomain",
    "StackMap",
    "Team",
    "Texts",
    "Tool",
    "TrackingPlan",
    "Usage",
    "Versions",
    "Waiver",
]

Ref: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Percent: TypeAlias = Annotated[StrictInt | StrictFloat, Field(ge=0, le=100)]
Count: TypeAlias = Annotated[StrictInt, Field(ge=0)]
Number: TypeAlias = Annotated[StrictInt | StrictFloat, Field(ge=0)]
SignalText: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^(opt_out|consent|deletion|conversion|click_id|utm|spend)"
        r"(:(email|sms|push|in_app|whatsapp|phone|post|ads))?$|^more$"
    ),
]
Cadence: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^([0-9]{1,6}(m|h|d|w|mo|bh|bd)|on_event|on_request|once|\S+( +\S+){4})$", max_length=200
    ),
]
Currency: TypeAlias = Annotated[str, StringConstraints(pattern="^[A-Za-z]{3}$")]
YesOrNo: TypeAlias = Annotated[Literal[Word.UNKNOWN] | YesNo, Field(union_mode="left_to_right")] | None
"""A fact of which ``none`` could mean two things, so that it is refused."""
Weekdays: TypeAlias = Annotated[tuple[words.Weekday, ...], Field(min_length=1, max_length=7)]
More: TypeAlias = Literal["more"]


class Part(BaseModel):
    """A value with fields of its own inside an element. Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Aspect(Part):
    """A side of an element that has facts of its own, such as its contract. ``none`` in its place: there is none."""


class Versions(Part):
    """One of several answers on which sources disagree."""

    value: Any = identity("The answer.", example="1d")
    source: Text | None = record("Who or what gives this answer.", example="handbook, page on lead routing")


class Element(Part):
    """What every element may say of itself."""

    id: str = Field("", description="The key under which the element stands; for a flow `id`, else `from->to`.")
    name: Text | None = record("The name that people use; the id where it is left out.", example="Splitter")
    note: Text | None = record("A remark for the reader; no rule reads it.", example="replaced next year")
    source: Text | None = record(
        "Where the facts of this element come from: page, document, role and date.",
        example="interview, head of CRM, 2026-11-03",
    )
    basis: words.Basis | None = record("How it is known: observed, told or policy.", example="told")
    disputed: dict[str, tuple[Versions, ...]] | None = record(
        "Fields on which sources disagree, each with the answers and who gives them. The field itself is then unknown.",
        example="{every: [{value: 1d, source: handbook}, {value: 1w, source: analyst}]}",
    )

    @property
    def title(self) -> str:
        """The name, else the id."""
        return self.name or self.id


class Money(Part):
    """An amount of money."""

    amount: Number = identity("How much.", example="12000")
    currency: Currency = identity("ISO 4217 code.", example="eur")
    per: Literal["year", "month", "once"] = record("For which time.", example="year", default="year")


class Monitoring(Part):
    """How something is watched."""

    every: Duration | None = record("How often it is looked at.", example="1h")
    window: Text | None = record("When it is looked at.", example="office hours")
    alert_after: Duration | None = record("After how long somebody is told.", example="2h")


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


class Company(Element):
    """The company that is audited."""

    industry: Fact[Text] = fact("What it does.", ask="What does the company do?", example="outdoor clothing")
    regions: Items[Ref] = fact(
        "Where the people live whom it writes to: ISO 3166-1 alpha-2 codes, or eu, eea, emea, apac, latam, worldwide.",
        ask="In which countries do the people live whom the company writes to?",
        example="[us, de]",
    )
    us_states: Items[words.UsState | More] = fact(
        "In which of the United States they live, by two letters; `[all]` for all of them.",
        ask="In which of the United States do the people live whom the company writes to?",
        example="[ca, tx]",
    )
    residency: Items[Ref] = fact(
        "The regions in which it has promised to keep personal data, in contracts or in public; `none` for no promise.",
        ask="In which regions has the company promised to keep personal data?",
        example="[eu]",
    )
    brands: Items[Ref] = fact(
        "Its brands, where there are several.", ask="Under which brands does the company write?", example="[northwind]"
    )
    core_competencies: Items[Ref] = record(
        "Capabilities that the company makes a living of, or plans to.",
        example="[experimentation]",
        refers_to="capabilities",
    )
    contacts: Fact[Count] = fact(
        "How many people it can write to.", ask="How many contacts does the company have?", example="1200000"
    )
    stack_reviewed: Fact[Day] = fact(
        "When the stack as a whole was last gone through before this audit; `none` if never.",
        ask="When was the stack as a whole last reviewed, before this audit?",
        example="2026-03-01",
    )


class Team(Element):
    """A team that uses or runs part of the stack."""

    function: Fact[Ref] = fact("What it is there for.", ask="What does this team do?", example="marketing_operations")
    headcount: Fact[Count] = fact("How many people.", ask="How many people are in this team?", example="4")
    external: Fact[YesNo] = record(
        "Whether it belongs to another firm, such as an agency.",
        ask="Does this team belong to another firm?",
        example="true",
        default=False,
    )
    supports: Items[Ref] = record(
        "The teams that it exists to support, by its charter.", example="[sales]", refers_to="teams"
    )


class Person(Element):
    """A role or person; a role will do, no personal data is needed."""

    team: Fact[Ref] = fact("The team.", ask="In which team is this role?", example="marketing", refers_to="teams")
    status: Fact[words.PersonStatus] = record(
        "Whether somebody is there.",
        ask="Is this person still there?",
        example="active",
        default=words.PersonStatus.ACTIVE,
    )
    external: Fact[YesNo] = record(
        "Whether somebody works for another firm, such as an agency.",
        ask="Does this person work for another firm?",
        example="true",
        default=False,
    )


class Goal(Element):
    """A goal that marketing carries."""

    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this goal?", example="marketing", refers_to=("people", "teams")
    )
    theme: Fact[words.GoalTheme] = fact(
        "What it is about; `none` where it is about none of these.",
        ask="Is this goal about new customers, about keeping or growing those there are, about cost, or about duties?",
        example="retention",
    )
    weight: Fact[Number] = record(
        "How much it weighs beside the other goals; they weigh alike where it is left out.",
        ask="How much does this goal weigh beside the others?",
        example="60",
        default=1,
    )


class RoadmapItem(Element):
    """Something that was promised."""

    goal: Fact[Ref] = fact(
        "The goal that it serves.", ask="Which goal does this serve?", example="retention", refers_to="goals"
    )
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this?", example="marketing", refers_to=("people", "teams")
    )
    due: Fact[Day] = fact("When it is due.", ask="When is this due?", example="2027-03-31")
    requires_capabilities: Items[Ref] = fact(
        "What the stack must be able to do for it.",
        ask="What must the stack be able to do for this?",
        example="[personalization]",
        refers_to="capabilities",
    )
    beneficiaries: Items[Ref] = fact(
        "The teams that it is for.", ask="Which teams is this for?", example="[sales]", refers_to="teams"
    )
    horizon: Fact[words.Horizon] = fact(
        "For how long it is of use.",
        ask="Does this help for the moment, or in the years to come, too?",
        example="long",
    )
    success_metric: Fact[Text] = fact(
        "By what it will be seen that it worked.",
        ask="By which figure will it be seen that this worked?",
        example="share of baskets that are brought to an end",
    )
    effort: Fact[Number] = fact(
        "How many days of work it takes.", ask="How many days of work does this take?", example="25"
    )
    business_case: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written what it costs, what it brings and what speaks against it.",
        ask="Where is it written what this costs, what it brings and what speaks against it?",
        example="wiki/case-for-welcome",
    )


class Roadmap(Element):
    """What marketing operations will deliver."""

    items: dict[str, RoadmapItem] | None = fact(
        "What was promised, by id.", ask="What is promised for the coming year?", example="{welcome: {goal: retention}}"
    )
    covers_until: Fact[Day] = fact(
        "Up to which day it says what is planned.",
        ask="Up to when does the roadmap say what is planned?",
        example="2027-09-30",
    )
    approved_by: Items[Ref] = fact(
        "Who approved it on the level of the company's leadership.",
        ask="Who of the company's leadership approved the roadmap?",
        example="[marketing]",
        refers_to=("people", "teams"),
    )
    approved_on: Fact[Day] = fact(
        "When it was last approved.", ask="When was the roadmap last approved?", example="2026-10-01"
    )
    agreed_with: Items[Ref] = fact(
        "The teams that agreed to it.",
        ask="Which other teams agreed to the roadmap?",
        example="[sales]",
        refers_to="teams",
    )


class Tool(Element):
    """A tool: a product that is bought, or something made in house."""

    product: Fact[Ref] = fact(
        "The product in the catalogue (`stackaudit products` finds it); it fills in capabilities and what the product "
        "can do.",
        ask="Which product is this?",
        example="hubspot-marketing-hub",
        refers_to="products",
    )
    part_of: Fact[Ref] = record("The suite that it belongs to.", example="hubspot", refers_to="tools")
    capabilities: Items[Ref] = fact(
        "What it is there to do: what the company uses it for. Left out, it is what its product is there for.",
        ask="What is this tool used for?",
        example="[map, form]",
        refers_to="capabilities",
    )
    status: Fact[words.ToolStatus] = record(
        "Where it is in its life. A tool that is listed is in use unless this says otherwise.",
        ask="Is this tool in use, planned, or retired?",
        example="active",
        default=words.ToolStatus.ACTIVE,
    )
    built: Fact[words.Built] = fact(
        "Who made it. A catalogue product is made by its vendor. What is built `in_house` has no contract, no "
        "seats, and its account is the company's, unless the file says otherwise.",
        ask="Was this bought, or built in house?",
        example="vendor",
    )
    owner: Fact[Ref] = fact(
        "Who answers for its use, cost and data.",
        ask="Who is accountable for this tool's use, cost and data?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    technical_owner: Fact[Ref] = fact(
        "Who keeps it running.", ask="Who keeps this tool running?", example="analyst", refers_to=("people", "teams")
    )
    maintainers: Items[Ref] = fact(
        "Who can repair it. A team counts as two unless its headcount says one.",
        ask="Who can repair this, and who covers for them?",
        example="[analyst, engineer]",
        refers_to=("people", "teams"),
    )
    admins: Items[Ref] = fact(
        "Who can change its settings and let others in. A team counts as two unless its headcount says one.",
        ask="Who can change the settings of this tool and let others in?",
        example="[analyst, engineer]",
        refers_to=("people", "teams"),
    )
    repository: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where its code is kept, for what was built in house.",
        ask="In which repository is the code of this kept?",
        example="git/splitter",
    )
    teams: Items[Ref] = fact(
        "Which teams work with it.", ask="Which teams work with this tool?", example="[marketing]", refers_to="teams"
    )
    brand: Items[Ref] = record("The brands that it works for; all of them where it is left out.", example="[northwind]")
    cost: Fact[Money] = fact(
        "What it costs.", ask="What does this tool cost?", example="{amount: 12000, currency: eur, per: year}"
    )
    serves: Items[Ref] = fact(
        "What would get worse without it: the goals that it serves, and the metrics that would show it.",
        ask="What would get worse if this tool were gone, and which figure would show it?",
        example="[retention]",
        refers_to=("goals", "metrics"),
    )
    seats: Annotated[Answer | Seats, Field(union_mode="left_to_right")] | None = fact(
        "How many seats are paid for and used; `none` where it is not paid for by seat.",
        ask="Is this tool paid for by seat, and how many are used?",
        example="{bought: 40, used: 31}",
    )
    usage: Annotated[Answer | Usage, Field(union_mode="left_to_right")] | None = fact(
        "How much of it is used.", ask="How much of this tool is used?", example="{last_used: 2026-11-20}"
    )
    contract: Annotated[Answer | Contract, Field(union_mode="left_to_right")] | None = fact(
        "What was agreed with the vendor; `none` where there is nothing to agree, as with what was built in house.",
        ask="What was agreed with the vendor of this tool?",
        example="{plan: paid}",
    )
    procured: Fact[YesNo] = fact(
        "Whether it was bought by way of purchasing, or approved there later.",
        ask="Was this bought by way of purchasing, or on somebody's card?",
        example="true",
    )
    vendor_reviewed: Fact[YesNo] = fact(
        "Whether somebody who answers for security or privacy has looked at the vendor.",
        ask="Has security or privacy looked at this vendor?",
        example="true",
    )
    security: Annotated[Answer | Security, Field(union_mode="left_to_right")] | None = fact(
        "How people get into it.", ask="How do people log in to this tool?", example="{sso: true}"
    )
    account_owner: Fact[words.AccountOwner] = fact(
        "To whom the account belongs.",
        ask="In whose name is this account: the company's, an agency's, or a person's own?",
        example="company",
    )
    sandbox: Fact[YesNo] = fact(
        "Whether there is a place to test in before customers see it.",
        ask="Is there a place to test changes before customers see them?",
        example="true",
    )
    export: Items[words.Exportable | More] = fact(
        "What the company can get out of it by itself.",
        ask="What can you export from this tool yourselves?",
        example="[contacts, events, consent]",
    )
    overlap_reason: Fact[Text] = record(
        "Why the company keeps it beside another tool of the same kind.", example="the shop cannot send to the app"
    )
    terms: Fact[words.Terms] = fact(
        "On what terms the vendor holds personal data.",
        ask="On what terms does this vendor hold personal data: is an agreement signed?",
        example="dpa",
    )
    terms_allow_sensitive: Fact[YesNo] = fact(
        "Whether the vendor's terms allow that it gets sensitive data, such as health or money.",
        ask="Do this vendor's terms allow that it gets sensitive data?",
        example="false",
    )
    ai_features: Annotated[Answer | AiFeatures, Field(union_mode="left_to_right")] | None = fact(
        "What its AI features and agents read; `none` where it has none, or they are switched off.",
        ask="Which AI features or agents of this tool read data of people, and may the vendor train on it?",
        example="{reads: [user.content], terms: true, may_train: false}",
    )
    forbids: Items[Ref] = record(
        "Data classes that the vendor's terms forbid to send to it; the catalogue fills in what is verified.",
        example="[user.contact.email]",
        refers_to="data_classes",
        ask="Which data do this vendor's terms forbid to send to it?",
    )
    accepts_conversions_within: Fact[Duration] = fact(
        "Of a place where ads are bought: how old a conversion may be when it gets there; `none` where its age does "
        "not matter. The catalogue fills it where it is verified.",
        ask="How old may a conversion be when it gets to this platform?",
        example="7d",
    )
    stores: Items[Ref] = fact(
        "Which data it keeps.",
        ask="Which data does this tool keep?",
        example="[user.contact.email]",
        refers_to="data_classes",
    )
    retention: Annotated[Answer | Retention, Field(union_mode="left_to_right")] | None = fact(
        "How long it keeps data of people; `none` where no limit is set.",
        ask="How long does this tool keep the data of people who are no longer active, and what happens then?",
        example="{for: 24mo, then: delete}",
    )
    reimport_block: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "What keeps people out who were deleted, when other tools send them again: a list of hashed addresses, say.",
        ask="What keeps somebody who was deleted here from coming back with the next import?",
        example="list of hashed addresses",
    )
    keys: Items[Ref] = fact(
        "The identifiers of people that it holds.",
        ask="Which identifiers of people does this tool hold?",
        example="[email, customer_id]",
    )
    hosting_region: Items[Ref] = fact(
        "In which regions its data lies; `none` where it keeps none.",
        ask="In which country or region does this tool keep its data?",
        example="[de]",
    )
    transfer_basis: Items[words.TransferBasis | More] = fact(
        "What permits that data of people in the European Economic Area or the United Kingdom is where it lies; `none` "
        "where nothing does.",
        ask="On what basis may data of people in Europe be in the country where this tool keeps it?",
        example="[dpf, scc]",
    )
    sends: (
        Annotated[
            Answer
            | tuple[words.Channel | More, ...]
            | dict[words.Channel, Annotated[Answer | tuple[words.Purpose, ...], Field(union_mode="left_to_right")]],
            Field(union_mode="left_to_right"),
        ]
        | None
    ) = fact(
        "On which channels the company sends from it. `{email: [service]}` is service mail, which no opt-out binds.",
        ask="On which channels does the company message people from this tool?",
        example="[email]",
    )
    send_gate: Items[Ref] = record(
        "The tools whose opt-outs it checks at the moment it sends. A link like a flow: absent is none where the flows "
        "into the tool are all listed.",
        example="[suppression]",
        refers_to="tools",
        ask="Does this tool check a suppression list elsewhere before it sends?",
    )
    opt_outs_copied: Fact[Day] = fact(
        "When the list of who opted out was last copied out of it; `none` if never.",
        ask="When was the list of who opted out last copied out of this tool?",
        example="2026-11-01",
    )
    captures_opt_out: Items[words.Channel | More] = fact(
        "On which channels people can say stop in it.",
        ask="For which channels can people opt out in this tool?",
        example="[email]",
    )
    opt_out_scope: Fact[words.OptOutScope] = fact(
        "How much an opt-out stops in it; in a tool that sends, the most that it can stop.",
        ask="How much does an opt-out stop in this tool: everything, one brand, one address, or one topic or list?",
        example="global",
    )
    heeds: Items[words.CaptureMeans | More] = fact(
        "The ways that people use whether or not they are offered, and that end the messages from it: `reply` and "
        "`feedback_loop` for mail, `keyword` for texts.",
        ask='What happens to "please stop" by reply, by the spam button or by text: does it end the messages from this '
        "tool?",
        example="[reply, feedback_loop]",
    )
    one_click_unsubscribe: Fact[YesNo] = fact(
        "Whether its marketing mails carry the headers by which mailbox providers show an unsubscribe button of their "
        "own (List-Unsubscribe and List-Unsubscribe-Post, RFC 8058). A link in the footer is not that.",
        ask="Do the marketing mails from this tool carry the headers for one-click unsubscribe?",
        example="true",
    )
    opt_out_page: Annotated[Answer | OptOutPage, Field(union_mode="left_to_right")] | None = fact(
        "What somebody goes through who unsubscribes by the link in its mails; `none` where there is no link, and "
        "people unsubscribe by reply.",
        ask="What does somebody go through who unsubscribes from the mails of this tool?",
        example="{login: false, steps: 1}",
    )
    postal_address: Fact[YesNo] = fact(
        "Whether its marketing mails name a postal address of the company.",
        ask="Do the marketing mails from this tool name a postal address?",
        example="true",
    )
    texts: Annotated[Answer | Texts, Field(union_mode="left_to_right")] | None = fact(
        "How its text messages are stopped, and who is registered for them; `none` where nothing is set up.",
        ask="How can people stop the texts that this tool sends?",
        example="{stop_words: [stop, quit], free_text: true}",
    )
    captures_leads: Fact[YesNo] = fact(
        "Whether people come in here who want to talk to sales.",
        ask="Do people who want to talk to sales come in here?",
        example="true",
    )
    monitored: Annotated[Answer | YesNo | Monitoring, Field(union_mode="left_to_right")] | None = fact(
        "Whether somebody is told when it stops working.", ask="Who is told when this stops working?", example="true"
    )
    runbook: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written how to bring it back.",
        ask="Where is it written how to bring this back?",
        example="wiki/crm-outage",
    )
    end_of_life: Fact[Day] = fact(
        "When the vendor ends or ended the product; the catalogue fills it where the date is verified.",
        ask="Has the vendor announced an end of life, and for when?",
        example="2027-06-30",
    )
    users: Fact[Count] = fact("How many people work with it.", ask="How many people work with this tool?", example="12")
    last_training: Fact[Day] = fact(
        "When the people who work with it were last trained; `none` if never.",
        ask="When were the people who work with this tool last trained?",
        example="2026-04-15",
    )
    flows_complete: words.Side | None = record(
        "On which side every flow of this tool is listed, where the list of flows as a whole is not complete.",
        example="in",
    )


class CapturePoint(Element):
    """A place where a person can say stop or yes."""

    tool: Fact[Ref] = fact(
        "The tool in which the wish is recorded.",
        ask="In which tool is a wish recorded that comes in here?",
        example="hubspot",
        refers_to="tools",
    )
    captures: Items[words.Signal | More] = record(
        "What people say here; opt-outs where it is left out.", example="[opt_out]"
    )
    channel: Items[words.Channel | More] = fact(
        "The channels that the wish is about.", ask="Which channels does a wish from here cover?", example="[email]"
    )
    scope: Fact[words.OptOutScope] = fact(
        "How much people are told that it stops.",
        ask="How much does somebody stop here: everything, one brand, one address, or one topic or list?",
        example="global",
    )
    how: Fact[words.CaptureMeans] = fact("How people say it.", ask="How do people say it here?", example="link")
    brand: Items[Ref] = record("The brands that it works for; all of them where it is left out.", example="[northwind]")


class Flow(Element):
    """A data flow between two tools, or from a capture point to a tool."""

    from_: Ref | None = Field(
        None,
        alias="from",
        description="Where the data comes from.",
        json_schema_extra={"x-example": "hubspot", "x-record": True, "x-refers-to": ["tools", "capture_points"]},
    )
    to: Ref | None = record("Where the data goes.", example="customerio", refers_to="tools")
    between: Annotated[tuple[Ref, ...], Field(min_length=2, max_length=2)] | None = record(
        "The two ends of a flow that goes both ways, in place of from and to.",
        example="[hubspot, salesforce]",
        refers_to="tools",
    )
    status: Fact[words.FlowStatus] = record(
        "Whether it runs. A flow that is listed runs unless this says otherwise.",
        ask="Does this flow run?",
        example="active",
        default=words.FlowStatus.ACTIVE,
    )
    via: Fact[Ref] = record("The tool that runs it.", example="zapier", refers_to="tools")
    method: Fact[words.Method] = fact("How the data moves.", ask="How does this data move?", example="api")
    every: Annotated[Answer | Weekdays | Cadence, Field(union_mode="left_to_right")] | None = fact(
        "How often: a duration, on_event, on_request, once, weekdays ([wed, sat]) or a cron line.",
        ask="How often does this run?",
        example="1d",
    )
    takes: Fact[Duration] = fact(
        "How long one run takes at worst, from its start until the data has arrived; `none` where nothing is promised.",
        ask="How long does one run take at worst, from its start until the data has arrived?",
        example="2h",
    )
    object: Fact[Ref] = fact("What kind of record moves.", ask="What kind of record moves here?", example="contact")
    fields: Items[Ref] = fact(
        "The fields that it writes.", ask="Which fields does this write?", example="[email, stage]"
    )
    carries: Items[Ref] = fact(
        "The data classes that it carries.",
        ask="Which data does this carry?",
        example="[user.contact.email]",
        refers_to="data_classes",
    )
    signals: Items[SignalText] = fact(
        "What it passes on beside data: opt_out, consent, deletion, conversion, click_id, utm, spend; with a channel "
        "where it is for one only (`opt_out:email`).",
        ask="Does this pass on opt-outs, consent, deletions, conversions, click ids or spend?",
        example="[opt_out]",
    )
    opt_out_scope: Fact[words.OptOutScope] = fact(
        "The most that an opt-out still stops once this has passed it on; `none` where nothing is lost on the way.",
        ask="As what does an opt-out arrive by this: as a stop of everything, of one brand, one address, or one list?",
        example="global",
    )
    key: Fact[Ref] = fact(
        "The identifier by which people are matched where the data arrives; `none` where no people are matched.",
        ask="By which identifier are people matched where this data arrives?",
        example="customer_id",
    )
    events: Items[Text] = fact(
        "The recorded events that it passes on, by their names in the tracking plan.",
        ask="Which recorded events does this pass on?",
        example="[order_placed, basket_left]",
    )
    dedupe_key: Fact[Ref] = fact(
        "The identifier by which the same event is counted once; `none` where it has none.",
        ask="Which identifier do these events carry by which one that comes twice is counted once?",
        example="event_id",
    )
    consent_gated: Fact[YesNo] = fact(
        "Whether data of people who refused is left out.",
        ask="Are people who refused consent left out here?",
        example="true",
    )
    consent_mode: Items[words.ConsentParameter | More] = fact(
        "Of a tag of Google's: which parameters of consent mode it sends.",
        ask="Which parameters of consent mode does this tag send?",
        example="[ad_user_data, ad_personalization]",
    )
    monitored: Annotated[Answer | YesNo | Monitoring, Field(union_mode="left_to_right")] | None = fact(
        "Whether somebody is told when it does not run.", ask="Who is told when this does not run?", example="true"
    )
    last_success: Fact[Day] = record(
        "The day on which it last ran well, where somebody has looked.",
        ask="When did this last run well?",
        example="2026-11-21",
    )
    documented: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written down.", ask="Where is this flow written down?", example="wiki/hubspot-sync"
    )
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this flow?", example="analyst", refers_to=("people", "teams")
    )
    maintainers: Items[Ref] = fact(
        "Who can repair it. A team counts as two unless its headcount says one.",
        ask="Who can repair this, and who covers for them?",
        example="[analyst, engineer]",
        refers_to=("people", "teams"),
    )
    conflict_rule: Fact[Text] = fact(
        "Whose value wins where others write the same; `none` where nobody has decided that, or the last one wins.",
        ask="Whose value wins where others write the same: is that decided, or does the last one win?",
        example="salesforce wins",
    )
    opt_out_wins: Fact[YesNo] = fact(
        "Whether the opt-out of somebody stands, whatever this writes, until that person agrees anew.",
        ask="Where somebody has opted out and this says otherwise: does the opt-out stand until they agree anew?",
        example="true",
    )
    loop_guard: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "What keeps a change from travelling round.", ask="What keeps a change from travelling round?", example="true"
    )

    credential: Annotated[Answer | Credential, Field(union_mode="left_to_right")] | None = fact(
        "The account under which it runs; `none` where it needs none.",
        ask="Under whose account does this run, and with what rights?",
        example="{owner: marketing, scope: limited}",
    )
    repository: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where its code is kept, for what is moved by a script.",
        ask="In which repository is the code of this kept?",
        example="git/loads",
    )
    interface: Fact[Ref] = fact(
        "The vendor's interface that it calls, where that has a version or an end; the catalogue knows some "
        "(`hubspot-api-keys`) and fills in their end.",
        ask="Which interface of the vendor does this call, and in which version?",
        example="salesforce-api-62",
    )
    interface_since: Fact[Day] = fact(
        "Since when the company calls that interface.",
        ask="Since when do you call this interface?",
        example="2024-05-01",
    )
    interface_ends: Fact[Day] = fact(
        "When the vendor ends or ended that interface; `none` where nothing is announced.",
        ask="Has the vendor announced an end of the interface that this calls, and for when?",
        example="2027-06-30",
    )

    @property
    def ends(self) -> tuple[tuple[str, str], ...]:
        """The directed pairs of ends: one, or two for a flow that goes both ways."""
        if self.between is not None:
            return ((self.between[0], self.between[1]), (self.between[1], self.between[0]))
        return ((self.from_ or "", self.to or ""),)


class Gap(Element):
    """Something that is known not to get from one place to another, by any path."""

    signal: SignalText = identity("What does not get there.", example="opt_out")
    from_: Ref = Field(
        ...,
        alias="from",
        description="Where it is known.",
        json_schema_extra={"x-example": "impartner", "x-record": True, "x-refers-to": ["tools", "capture_points"]},
    )
    to: Ref = identity("Where it does not arrive.", example="marketo", refers_to="tools")


class Process(Element):
    """A standing process. `none` in its place states that there is none."""

    kind: Fact[Ref] = record("What kind of process; the id where it is left out.", example="segmentation")
    method: Fact[words.ProcessMethod] = fact(
        "How it is done.", ask="How is this done, step by step?", example="in_tool"
    )
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this process?", example="marketing", refers_to=("people", "teams")
    )
    tools: Items[Ref] = fact(
        "The tools that it uses.", ask="Which tools does this use?", example="[hubspot]", refers_to="tools"
    )
    covers: Items[Ref] = fact(
        "The tools that it takes care of: of an erasure, those in which it deletes; of a contact_policy, those whose "
        "messages it counts, spaces out or ranks.",
        ask="Which tools does this cover: where is something deleted, or whose messages does it count?",
        example="[hubspot, warehouse]",
        refers_to="tools",
    )
    takes: Fact[Duration] = fact(
        "Of an erasure: how long it is at worst from the request until all that it covers is clean; `none` where "
        "nothing is promised.",
        ask="How long is it at worst from a request to be deleted until the last tool that this covers is clean?",
        example="2w",
    )
    operators: Items[Ref] = fact("The roles that do it.", ask="Who does this?", example="[analyst]")
    documented: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written down.", ask="Where is this process written down?", example="wiki/campaigns"
    )
    requires_capabilities: Items[Ref] = fact(
        "What the stack must be able to do for it.",
        ask="What must the stack be able to do for this?",
        example="[deduplication]",
        refers_to="capabilities",
    )
    last_reviewed: Fact[Day] = fact(
        "When its description was last gone through; `none` if never.",
        ask="When was the description of this process last reviewed?",
        example="2026-03-01",
    )
    channels: Items[Text] = fact(
        "Of an intake, or of rights_request: the ways by which requests come in.",
        ask="By which ways do requests come in: a form, mail, chat, word of mouth?",
        example="[form]",
    )
    answers_within: Fact[Duration] = fact(
        "Of rights_request: the time within which people are answered; `none` where none is agreed.",
        ask="Within what time is somebody answered who asks about their data?",
        example="3w",
    )
    queue: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Of an intake: the one list in which every request ends up, whichever way it came.",
        ask="Is there one list in which every request ends up, whichever way it came?",
        example="the board of marketing operations",
    )
    required_fields: Items[words.RequestFact | More] = fact(
        "Of an intake: what somebody must say who asks for something.",
        ask="What must somebody say who asks for something?",
        example="[objective, reason_for_date, audience_size, expected_effect]",
    )
    scale: Items[Text] = fact(
        "Of a triage: the levels by which it is rated how bad or urgent something is.",
        ask="By which levels is it rated how bad a problem is?",
        example="[P1, P2, P3, P4, P5]",
    )
    response_targets: (
        Annotated[
            Answer | YesNo | Annotated[dict[Text, Duration], Field(min_length=1)], Field(union_mode="left_to_right")
        ]
        | None
    ) = fact(
        "Of a triage: how soon somebody acts, for each level; or whether that is agreed.",
        ask="How soon does somebody act, for each level?",
        example="{P1: 1h, P2: 1d}",
    )
    decides: Fact[Ref] = fact(
        "Of a triage: who decides what is done next.",
        ask="Who decides whether a new request displaces planned work?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    compares_with_roadmap: Fact[YesNo] = fact(
        "Of a triage: whether a request is weighed against what is planned.",
        ask="Is a new request weighed against the roadmap?",
        example="true",
    )
    uses_capacity: Fact[YesNo] = fact(
        "Of a triage: whether a request is weighed against the hours that there are.",
        ask="Is a new request weighed against the hours that there are?",
        example="true",
    )
    may_decline: Fact[YesNo] = fact(
        "Of a triage: whether the team may decline or put off a request.",
        ask="May the team decline a request or put it off, and who backs it?",
        example="true",
    )


class Automation(Element):
    """A programme that runs by itself."""

    tool: Fact[Ref] = fact("Where it runs.", ask="In which tool does this run?", example="hubspot", refers_to="tools")
    owner: Fact[Ref] = fact(
        "Who answers for it.",
        ask="Who answers for this automation?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    maintainers: Items[Ref] = fact(
        "Who can repair it. A team counts as two unless its headcount says one.",
        ask="Who can repair this, and who covers for them?",
        example="[analyst, engineer]",
        refers_to=("people", "teams"),
    )
    trigger: Fact[words.AutomationTrigger] = fact(
        "What starts it.", ask="What starts this automation?", example="event"
    )
    event: Fact[Text] = fact(
        "The recorded event that it answers, by its name in the tracking plan; `none` where it answers no such event.",
        ask="Which recorded event does this automation answer?",
        example="basket_left",
    )
    happens_in: Items[Ref] = fact(
        "The tools in which that event happens.",
        ask="In which tools does the event happen that this automation answers?",
        example="[hubspot]",
        refers_to="tools",
    )
    answers: Fact[words.Moment] = fact(
        "What kind of moment it answers; `none` where nothing is lost if it comes later. Left out, an automation that "
        "goes by the calendar or by hand, or that messages nobody, answers none.",
        ask="What does this message answer: a security matter, a service, something left behind, first steps, or "
        "nothing that grows cold?",
        example="left_behind",
    )
    max_delay: Fact[Duration] = record(
        "How late the event may get to its tool, where that was agreed; the usual limit of what it answers where it is "
        "left out.",
        ask="How late may the event be that this automation answers?",
        example="1h",
    )
    sends: Items[words.Channel | More] = fact(
        "On which channels it messages people.", ask="On which channels does this message people?", example="[email]"
    )
    monitored: Annotated[Answer | YesNo | Monitoring, Field(union_mode="left_to_right")] | None = fact(
        "Whether somebody is told when it stops.", ask="Who is told when this stops?", example="true"
    )
    steps: Fact[Count] = fact("How many steps it has.", ask="How many steps does this automation have?", example="9")
    branches: Fact[Count] = fact(
        "In how many places its way divides.", ask="In how many places does the way divide?", example="2"
    )
    qa: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "How it is tested before a change goes live.",
        ask="How is a change to this automation tested before customers see it?",
        example="seed list",
    )
    kill_switch: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "How it is stopped at once.", ask="How can this automation be stopped at once?", example="true"
    )
    last_reviewed: Fact[Day] = fact(
        "When it was last gone through from end to end; `none` if never.",
        ask="When was this automation last gone through from end to end?",
        example="2026-05-01",
    )


class Metric(Element):
    """A figure that is reported or judged by."""

    kind: Fact[words.MetricKind] = fact("What it measures.", ask="What does this metric measure?", example="conversion")
    used_as: Fact[words.MetricUse] = fact(
        "What it is used for.", ask="Is success judged by this metric, or is it for diagnosis?", example="kpi"
    )
    scope: Fact[words.MetricScope] = fact("How wide it looks.", ask="What does this metric cover?", example="programme")
    goal: Fact[Ref] = fact(
        "The goal that it proves.", ask="Which goal does this metric prove?", example="retention", refers_to="goals"
    )
    definition: Fact[Text] = fact("How it is worked out.", ask="How is this worked out?", example="orders / visits")
    measured_in: Items[Ref] = fact(
        "The tools from which it is read.",
        ask="From which tool is this read?",
        example="[warehouse]",
        refers_to="tools",
    )
    owner: Fact[Ref] = fact(
        "Whose success it shows.",
        ask="Whose success does this metric show?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    agreed_with: Items[Ref] = fact(
        "Who agreed to be judged by it, or to judge by it.",
        ask="Who agreed to this metric?",
        example="[sales]",
        refers_to=("people", "teams"),
    )
    agreed_on: Fact[Day] = fact(
        "When that was agreed; `none` if at no time.", ask="When was this metric agreed?", example="2025-12-10"
    )
    judged_from: Fact[Day] = fact(
        "The first day of the period for which it is used; `none` where it is used for no period of its own.",
        ask="On which day does the period begin for which this metric is used?",
        example="2026-01-01",
    )
    events: Items[Text] = fact(
        "The recorded events that it is counted from; `none` where it is counted from something else, say invoices.",
        ask="From which recorded events is this metric counted?",
        example="[purchase]",
    )


class Report(Element):
    """A standing report or dashboard."""

    audience: Fact[Ref] = fact("Who reads it.", ask="Who reads this report?", example="executive")
    owner: Fact[Ref] = fact(
        "Who answers for it.",
        ask="Who answers when this report is wrong?",
        example="analyst",
        refers_to=("people", "teams"),
    )
    metrics: Items[Ref] = fact(
        "What it shows.", ask="Which metrics does this show?", example="[pipeline]", refers_to="metrics"
    )
    built_in: Items[Ref] = fact(
        "The tools in which it is made.",
        ask="In which tool is this report made?",
        example="[looker]",
        refers_to="tools",
    )
    cadence: Fact[Duration] = fact("How often it appears.", ask="How often does this report appear?", example="1mo")


class TrackingPlan(Element):
    """Where it is written which events are recorded. `none` in its place states that there is none."""

    url: Fact[Text] = fact("Where it is.", ask="Where is the tracking plan?", example="https://wiki.example/tracking")
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who owns the tracking plan?", example="analyst", refers_to=("people", "teams")
    )
    events: Items[Text] = fact(
        "The events in it.", ask="Which events does the tracking plan name?", example="[sign_up, purchase, more]"
    )
    last_reviewed: Fact[Day] = fact(
        "When it was last gone through.", ask="When was the tracking plan last reviewed?", example="2026-09-01"
    )
    seen: Items[Text] = fact(
        "The events that really come in, by the tool that collects them.",
        ask="Which events have really come in over the last weeks?",
        example="[sign_up, purchase]",
    )
    last_validated: Fact[Day] = fact(
        "When tracking was last compared with the shop, the CRM or another system of record; `none` if never.",
        ask="When was tracking last compared with the shop, the CRM or another system of record?",
        example="2026-09-01",
    )
    discrepancy: Fact[Number] = fact(
        "By how many per cent tracking and the system of record differed then.",
        ask="By how many per cent did tracking and the system of record differ?",
        example="3.5",
    )


class StackMap(Element):
    """The company's own map of tools and data flows. `none` in its place states that there is none."""

    url: Fact[Text] = fact(
        "Where it is.", ask="Where is the map of tools and data flows?", example="https://wiki.example/stack"
    )
    owner: Fact[Ref] = fact(
        "Who keeps it.", ask="Who keeps the map of the stack?", example="marketing", refers_to=("people", "teams")
    )
    last_updated: Fact[Day] = fact(
        "When it was last brought up to date.", ask="When was the map of the stack last updated?", example="2026-09-01"
    )


class DataQuality(Element):
    """How good the contact database is. `none` in its place states that nobody measures it."""

    duplicate_rate: Fact[Number] = fact(
        "Per cent of contacts that are there twice.", ask="What share of contacts is there twice?", example="2.5"
    )
    bounce_rate: Fact[Number] = fact(
        "Per cent of contacts that mail does not reach.",
        ask="What share of contacts does mail not reach?",
        example="0.8",
    )
    missing_key_rate: Fact[Number] = fact(
        "Per cent of contacts without a field that the work depends on.",
        ask="What share of contacts lacks a field that the work depends on?",
        example="6",
    )
    measured_on: Fact[Day] = fact(
        "When this was last measured; `none` if never.",
        ask="When was the state of the contact database last measured?",
        example="2026-10-01",
    )


class SendingDomain(Element):
    """A domain that mail is sent from."""

    tools: Items[Ref] = fact(
        "The tools that send from it.", ask="Which tools send from this domain?", example="[hubspot]", refers_to="tools"
    )
    purposes: Items[words.Purpose | More] = fact(
        "What is sent from it. Left out, it is what its tools send, where that leaves no doubt.",
        ask="Is this domain for marketing, for service mail such as receipts, or for both?",
        example="[marketing]",
    )
    daily_volume: Fact[Count] = fact(
        "Mails a day to consumer mailboxes on the busiest days.",
        ask="How many mails go out from this domain to consumer mailboxes on its busiest days?",
        example="8000",
    )
    primary_domain: Fact[Text] = fact(
        "The registered domain that it belongs to, which may be itself: mailbox providers add up what is sent from all "
        "domains below that one.",
        ask="Which registered domain does this one belong to?",
        example="fernhill.example",
    )
    spf: Fact[YesNo] = fact(
        "Whether an SPF record names every service that sends from it.",
        ask="Does the SPF record of this domain name every service that sends from it?",
        example="true",
    )
    dkim: Fact[YesNo] = fact(
        "Whether every service that sends from it signs its mail by DKIM.",
        ask="Does every service that sends from this domain sign its mail by DKIM?",
        example="true",
    )
    dmarc: YesOrNo = fact(
        "Whether a DMARC record covers it. A record with p=none is one, so `none` is no answer here.",
        ask="Does a DMARC record, be it one with p=none, cover this domain?",
        example="true",
    )
    aligned: Fact[YesNo] = fact(
        "Whether the domain by which SPF or DKIM passes is the one that readers see as the sender.",
        ask="Is the domain by which SPF or DKIM passes the one that readers see as the sender?",
        example="true",
    )
    spam_rate: Fact[Percent] = fact(
        "How many in a hundred mails are reported as spam, as the mailbox providers' own pages show it; `none` where "
        "nobody looks.",
        ask="Which spam rate do the postmaster pages of the mailbox providers show for this domain?",
        example="0.04",
    )
    account_owner: Fact[words.AccountOwner] = fact(
        "In whose name it is registered.",
        ask="In whose name is this domain registered: the company's, an agency's, or a person's own?",
        example="company",
    )


class OwnCapability(Element):
    """A capability that the built-in list does not have."""


class OwnProduct(Element):
    """A product that the catalogue does not have."""

    vendor: Text | None = record("Who makes it.", example="Contoso")
    capabilities: Items[Ref] = record("What it is there to do.", example="[map]", refers_to="capabilities")


class DataClass(Element):
    """A data class that the built-in tree does not have."""

    personal: Fact[YesNo] = fact("Whether it is about a person.", ask="Is this data about a person?", example="true")
    sensitive: Fact[YesNo] = fact(
        "Whether it tells of health, money, exact place, children or the like. What is not personal is not.",
        ask="Could this data tell of somebody's health, money, exact place, beliefs or children?",
        example="false",
    )


class Question(Element):
    """Something to ask, of whom, and the answer when it comes. No rule reads it; the report lists it."""

    ask: Text = identity("The question.", example="Do support's opt-outs get to the sender?")
    whom: Text | None = record("Who should know.", example="head of support")
    about: Ref | None = record("The element that it is about.", example="hubspot")
    answer: Text | None = record("What they said.", example="by hand, on Fridays")


class Waiver(Part):
    """A finding that the company has decided to live with for a while. It stays in every output, with its reason."""

    rule: Text = identity("The rule whose finding is waived.", example="STK-06")
    element: Text = identity(
        "What the finding is about: the path of an element, or all that stands behind the rule in the finding's id.",
        example="tools.hubspot",
    )
    owner: Text = identity("Who answers for it.", example="head of marketing operations")
    reason: Text = identity("Why it is no red flag for now.", example="replaced in spring")
    until: Day = identity("The last day on which it holds.", example="2027-03-31")
