"""The domains from which mail is sent."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from stackaudit.model import words
from stackaudit.model.elements.parts import Count, Element, More, Percent, Ref, YesOrNo
from stackaudit.model.fields import fact
from stackaudit.model.values import Fact, Items, Text, YesNo

__all__ = ["SendingDomain"]


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
