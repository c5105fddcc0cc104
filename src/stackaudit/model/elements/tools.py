"""Tools, and the company's own words for products and capabilities."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from typing import Annotated

from stackaudit.model import words
from stackaudit.model.base import Field
from stackaudit.model.elements.aspects import AiFeatures, Contract, OptOutPage, Retention, Seats, Security, Texts, Usage
from stackaudit.model.elements.parts import Count, Element, Money, Monitoring, More, Ref
from stackaudit.model.fields import fact, record
from stackaudit.model.values import Answer, Day, Duration, Fact, Items, Text, YesNo

__all__ = ["OwnCapability", "OwnProduct", "Tool"]


class Tool(Element):
    """A tool: a product that is bought, or something made in house."""

    product: Fact[Ref] = fact(
        "The product in the catalogue (`stackaudit products` finds it); it fills in capabilities and what the product "
        "can do.",
        ask="Which product is this?",
        example="hubspot-marketing-hub",
        refers_to="products",
    )
    part_of: Fact[Ref] = record(
        "The suite that it belongs to, whose contract, login and region it shares where it is no product of its own.",
        ask="Which suite is this a part of?",
        example="hubspot",
        refers_to="tools",
    )
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
        "seats, and its account is the company's, unless the file says otherwise. `none` is for what is no software of "
        "the company's: somebody outside who hands over data, such as the organiser of an event. It has none of these, "
        "nobody logs in to it, nothing is sent from it, and what its owner keeps is their own, unless the file says "
        "otherwise.",
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


class OwnCapability(Element):
    """A capability that the built-in list does not have."""


class OwnProduct(Element):
    """A product that the catalogue does not have."""

    vendor: Text | None = record("Who makes it.", example="Contoso")
    capabilities: Items[Ref] = record("What it is there to do.", example="[map]", refers_to="capabilities")
