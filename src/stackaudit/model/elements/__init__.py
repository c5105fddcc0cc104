"""The elements of a stack: tools, flows, processes, metrics and what belongs to them."""

from stackaudit.model.elements.aspects import (
    AiFeatures,
    Contract,
    Credential,
    OptOutPage,
    Retention,
    Seats,
    Security,
    Texts,
    Usage,
)
from stackaudit.model.elements.consent import Consent
from stackaudit.model.elements.demand import Request, Risk
from stackaudit.model.elements.documents import StackMap, TrackingPlan
from stackaudit.model.elements.flows import CapturePoint, DataClass, Flow, Gap
from stackaudit.model.elements.measures import DataQuality, Metric, Report
from stackaudit.model.elements.organisation import Company, Goal, Person, Roadmap, RoadmapItem, Team
from stackaudit.model.elements.parts import (
    Aspect,
    Cadence,
    Count,
    Currency,
    Element,
    Money,
    Monitoring,
    More,
    Number,
    Part,
    Percent,
    Ref,
    SignalText,
    Versions,
    Weekdays,
    YesOrNo,
)
from stackaudit.model.elements.plans import Capacity, Communication, PlannedAction, Strategy
from stackaudit.model.elements.processes import Automation, Process
from stackaudit.model.elements.sending import SendingDomain
from stackaudit.model.elements.tools import OwnCapability, OwnProduct, Tool
from stackaudit.model.elements.waivers import Question, Waiver

__all__ = [
    "AiFeatures",
    "Aspect",
    "Automation",
    "Cadence",
    "Capacity",
    "CapturePoint",
    "Communication",
    "Company",
    "Consent",
    "Contract",
    "Count",
    "Credential",
    "Currency",
    "DataClass",
    "DataQuality",
    "Element",
    "Flow",
    "Gap",
    "Goal",
    "Metric",
    "Money",
    "Monitoring",
    "More",
    "Number",
    "OptOutPage",
    "OwnCapability",
    "OwnProduct",
    "Part",
    "Percent",
    "Person",
    "PlannedAction",
    "Process",
    "Question",
    "Ref",
    "Report",
    "Request",
    "Retention",
    "Risk",
    "Roadmap",
    "RoadmapItem",
    "Seats",
    "Security",
    "SendingDomain",
    "SignalText",
    "StackMap",
    "Strategy",
    "Team",
    "Texts",
    "Tool",
    "TrackingPlan",
    "Usage",
    "Versions",
    "Waiver",
    "Weekdays",
    "YesOrNo",
]
