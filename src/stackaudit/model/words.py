"""The closed vocabularies of the stack file: each word with what it means. They are documented from here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

__all__ = [
    "CAPABILITIES",
    "COUNTRIES",
    "DATA_CLASSES",
    "MANUAL_METHODS",
    "MANUAL_PROCESSES",
    "REGION_GROUPS",
    "SENSITIVE",
    "AccountOwner",
    "ActionHorizon",
    "AfterRetention",
    "AutomationTrigger",
    "Basis",
    "Built",
    "Capability",
    "CaptureMeans",
    "Channel",
    "Collection",
    "ConsentFact",
    "ConsentParameter",
    "CredentialScope",
    "Degree",
    "Exportable",
    "FlowStatus",
    "FontFamily",
    "GoalTheme",
    "Horizon",
    "Layer",
    "Method",
    "MetricKind",
    "MetricScope",
    "MetricUse",
    "Moment",
    "OptOutScope",
    "PersonStatus",
    "Plan",
    "ProcessMethod",
    "Purpose",
    "ReportSection",
    "RequestFact",
    "RequestKind",
    "RequestSeverity",
    "RequestStatus",
    "Side",
    "Signal",
    "Terms",
    "ToolStatus",
    "TransferBasis",
    "UsState",
    "Vocabulary",
    "Weekday",
]


class Vocabulary(StrEnum):
    """A closed list of words; each member says in ``doc`` what it means."""

    doc: str

    def __new__(cls, value: str, doc: str) -> Self:
        """A word with its meaning."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.doc = doc
        return member


class Collection(Vocabulary):
    """The lists of a stack file that ``complete`` can name."""

    TEAMS = "teams", "every team that has to do with marketing is listed"
    PEOPLE = "people", "every role or person who keeps the stack running is listed"
    GOALS = "goals", "every goal that marketing carries is listed"
    TOOLS = "tools", "every tool in use is listed"
    CAPTURE_POINTS = "capture_points", "every place where someone can say stop or yes is listed"
    FLOWS = "flows", "every data flow between the tools is listed"
    PROCESSES = "processes", "every standing process is listed"
    AUTOMATIONS = "automations", "every automation is listed"
    METRICS = "metrics", "every metric that someone is judged by, or that is reported, is listed"
    REPORTS = "reports", "every standing report is listed"
    SENDING_DOMAINS = "sending_domains", "every domain that mail is sent from is listed"
    REQUESTS = "requests", "every request of the last quarter, and every one that is still open, is listed"
    RISKS = "risks", "every failure that the team reckons with is listed"
    COMMUNICATIONS = "communications", "everything that the team tells others again and again is listed"


class Basis(Vocabulary):
    """How it is known what an element says."""

    OBSERVED = "observed", "seen in the tool itself, in a log or in a contract"
    TOLD = "told", "somebody said so"
    POLICY = "policy", "written down as how it should be"


class ToolStatus(Vocabulary):
    """Where a tool is in its life. A tool without a status is in use."""

    ACTIVE = "active", "in use"
    TRIAL = "trial", "in use on trial"
    RETIRING = "retiring", "still in use, its end is decided"
    PLANNED = "planned", "not in use yet"
    RETIRED = "retired", "no longer in use"


class FlowStatus(Vocabulary):
    """Whether a flow runs. A flow without a status runs."""

    ACTIVE = "active", "it runs"
    PLANNED = "planned", "it does not run yet"
    PAUSED = "paused", "it is stopped for now"
    RETIRED = "retired", "it no longer runs"


class Built(Vocabulary):
    """Who made a tool. A catalogue product is made by its vendor."""

    VENDOR = "vendor", "bought or open source: somebody outside makes and maintains it"
    IN_HOUSE = "in_house", "the company wrote it"
    AGENCY = "agency", "an agency or contractor wrote it for the company"


class Method(Vocabulary):
    """How data moves in a flow."""

    NATIVE = "native", "a connector that one of the two vendors ships"
    API = "api", "a program that calls an interface"
    WEBHOOK = "webhook", "one tool calls the other when something happens"
    SDK = "sdk", "a library inside an app or a server"
    TAG = "tag", "a script or pixel in the browser"
    IPAAS = "ipaas", "an integration platform"
    ETL = "etl", "a pipeline that loads a warehouse"
    REVERSE_ETL = "reverse_etl", "a pipeline out of a warehouse into a tool"
    SCRIPT = "script", "a script or scheduled query of the company's own"
    FILE = "file", "a file that is dropped and fetched by machines"
    CSV_MANUAL = "csv_manual", "a person exports a file and uploads it"
    SPREADSHEET = "spreadsheet", "a person copies by way of a spreadsheet"
    EMAIL_ATTACHMENT = "email_attachment", "a person sends a file by mail"
    MANUAL_ENTRY = "manual_entry", "a person types it in"


MANUAL_METHODS: Final = frozenset({Method.CSV_MANUAL, Method.SPREADSHEET, Method.EMAIL_ATTACHMENT, Method.MANUAL_ENTRY})
"""The methods that need a person for each run."""


class Signal(Vocabulary):
    """What a flow passes on beside data. A channel may follow after a colon: ``opt_out:email``."""

    OPT_OUT = "opt_out", "somebody wants no more messages; without a channel: on any channel"
    CONSENT = "consent", "what somebody agreed to; that they took it back is `opt_out`"
    DELETION = "deletion", "somebody's data is to be deleted"
    CONVERSION = "conversion", "something that counts as success has happened"
    CLICK_ID = "click_id", "the ad platform's identifier of a click"
    UTM = "utm", "campaign parameters of a link"
    SPEND = "spend", "what advertising cost"


class Channel(Vocabulary):
    """The ways to reach a person."""

    EMAIL = "email", "e-mail"
    SMS = "sms", "text message"
    PUSH = "push", "push notification"
    IN_APP = "in_app", "message inside an app or site"
    WHATSAPP = "whatsapp", "WhatsApp or another messenger"
    PHONE = "phone", "call"
    POST = "post", "letter or parcel"
    ADS = "ads", "advertising to a known person"


class AfterRetention(Vocabulary):
    """What happens to data when it has been kept for as long as was set."""

    DELETE = "delete", "it is deleted"
    ANONYMISE = "anonymise", "it stays, and nobody can be told from it any more"
    REVIEW = "review", "somebody looks at it and decides what goes"


class Purpose(Vocabulary):
    """What messages are for."""

    MARKETING = "marketing", "bound by an opt-out"
    SERVICE = "service", "part of a service that the person uses: receipts, alerts; not bound by a marketing opt-out"


class CaptureMeans(Vocabulary):
    """How a person says stop or yes."""

    LINK = "link", "a link in a message"
    PREFERENCE_CENTRE = "preference_centre", "a page with choices"
    REPLY = "reply", "an answer to a message"
    KEYWORD = "keyword", "a word such as STOP sent by text"
    FEEDBACK_LOOP = "feedback_loop", "the spam button, reported by the mailbox provider"
    FORM = "form", "a form"
    BANNER = "banner", "a consent banner"
    SUPPORT = "support", "a message to support"
    CHAT = "chat", "a chat"
    PHONE = "phone", "a call"


class ConsentParameter(Vocabulary):
    """What a tag of Google's can be told of a visitor's choice (consent mode)."""

    AD_STORAGE = "ad_storage", "advertising may store something on the device"
    AD_USER_DATA = "ad_user_data", "data about the visitor may be sent for advertising"
    AD_PERSONALIZATION = "ad_personalization", "advertising may be made for the visitor"
    ANALYTICS_STORAGE = "analytics_storage", "analytics may store something on the device"


class OptOutScope(Vocabulary):
    """How much an opt-out stops, on the channels that it is about."""

    GLOBAL = "global", "everything that the company sends to the person"
    BRAND = "brand", "everything of one brand"
    ADDRESS = "address", "everything to one address or number; others of the same person go on"
    TOPIC = "topic", "one topic or list"


class Side(Vocabulary):
    """On which side of a tool every flow is listed."""

    IN = "in", "every flow into the tool"
    OUT = "out", "every flow out of the tool"
    BOTH = "both", "every flow in and out"


class Terms(Vocabulary):
    """On what terms a vendor holds personal data."""

    DPA = "dpa", "a data-processing agreement: the vendor acts on the company's behalf"
    JOINT = "joint", "a joint-controller agreement"
    CONTROLLER = "controller", "controller-to-controller terms"


class TransferBasis(Vocabulary):
    """What permits that personal data of people in Europe is in a country outside."""

    ADEQUACY = "adequacy", "the country has been found to protect personal data well enough"
    DPF = "dpf", "the vendor is certified under the EU-US Data Privacy Framework"
    SCC = "scc", "standard contractual clauses, or those of the United Kingdom"
    BCR = "bcr", "binding corporate rules"
    PRIVACY_SHIELD = "privacy_shield", "the EU-US Privacy Shield, which ended in July 2020"
    NOT_NEEDED = "not_needed", "no data of people in Europe is there"


class ProcessMethod(Vocabulary):
    """How a process is done."""

    IN_TOOL = "in_tool", "inside a tool"
    SYNCED = "synced", "by a scheduled sync"
    QUERY = "query", "by a query in a warehouse or database"
    AUTOMATED = "automated", "by a program, without a person"
    CSV_UPLOAD = "csv_upload", "a person exports, edits and uploads a file"
    SPREADSHEET = "spreadsheet", "in a spreadsheet"
    MANUAL = "manual", "by hand"
    AGENCY = "agency", "by an agency"


MANUAL_PROCESSES: Final = frozenset({ProcessMethod.CSV_UPLOAD, ProcessMethod.SPREADSHEET, ProcessMethod.MANUAL})
"""The ways to run a process in which people do each step."""


class ConsentFact(Vocabulary):
    """What can be kept of a consent."""

    TIME = "time", "when somebody agreed"
    SOURCE = "source", "where: which form, page, call or shop"
    WORDING = "wording", "to which text, in which version"


class AutomationTrigger(Vocabulary):
    """What starts an automation."""

    EVENT = "event", "something that a person or a system did"
    SCHEDULE = "schedule", "the calendar"
    SEGMENT = "segment", "a person's entry into a segment that is worked out again and again"
    MANUAL = "manual", "somebody presses a button"


class Moment(Vocabulary):
    """What kind of moment a message answers."""

    SECURITY = "security", "a code, a new password, a warning"
    SERVICE = "service", "a receipt, a booking, a notice of delivery"
    LEFT_BEHIND = "left_behind", "something begun and left: a basket, a form"
    FIRST_STEPS = "first_steps", "a sign-up, the first days with a product"


class MetricKind(Vocabulary):
    """What a metric measures."""

    VOLUME = "volume", "how much was done: mails sent, campaigns launched, leads created, tickets closed"
    OPEN_RATE = "open_rate", "share of mails opened"
    CLICK_RATE = "click_rate", "share of mails or ads clicked"
    ENGAGEMENT = "engagement", "visits, views, time on page, followers"
    CONVERSION = "conversion", "how many reached what a programme is for"
    PIPELINE = "pipeline", "sales opportunities"
    REVENUE = "revenue", "money earned"
    RETENTION = "retention", "customers kept or lost"
    COST = "cost", "money spent"
    RETURN = "return_on_spend", "revenue or customers against money spent: ROAS, ROI, cost of a customer"
    SATISFACTION = "satisfaction", "what customers say they feel: NPS, CSAT"
    QUALITY = "quality", "how good data or delivery is"


class GoalTheme(Vocabulary):
    """What a goal is about."""

    ACQUISITION = "acquisition", "winning new customers"
    RETENTION = "retention", "keeping customers"
    EXPANSION = "expansion", "selling more to customers"
    COST = "cost", "spending less"
    COMPLIANCE = "compliance", "keeping the law and promises"


class MetricUse(Vocabulary):
    """What a metric is used for."""

    KPI = "kpi", "success is judged by it"
    DIAGNOSTIC = "diagnostic", "to find out why something happened"
    DELIVERABILITY = "deliverability", "to watch whether messages arrive"


class MetricScope(Vocabulary):
    """How wide a metric looks."""

    MESSAGE = "message", "one message"
    CAMPAIGN = "campaign", "one campaign"
    PROGRAMME = "programme", "a programme of several messages"
    LIFECYCLE = "lifecycle", "the messages over a customer's life"
    CHANNEL = "channel", "one channel"
    COMPANY = "company", "the company"


class PersonStatus(Vocabulary):
    """Whether somebody is there. Somebody without a status is."""

    ACTIVE = "active", "works there"
    AWAY = "away", "on long leave"
    LEFT = "left", "has left"


class AccountOwner(Vocabulary):
    """To whom an account or a domain belongs."""

    COMPANY = "company", "the company"
    AGENCY = "agency", "an agency or another firm"
    PERSON = "person", "somebody in person"


class Plan(Vocabulary):
    """What kind of plan a tool runs on."""

    PAID = "paid", "paid for"
    FREE = "free", "the free plan of a product that has paid ones"
    TRIAL = "trial", "on trial"


class CredentialScope(Vocabulary):
    """What an account may do under which a flow runs."""

    LIMITED = "limited", "what the flow needs"
    FULL = "full", "everything, or far more than the flow needs"


class Exportable(Vocabulary):
    """What can be got out of a tool."""

    CONTACTS = "contacts", "contacts with their fields"
    CONSENT = "consent", "who agreed to what, and opt-outs"
    EVENTS = "events", "history: what was sent, and what people did"
    ASSETS = "assets", "templates, journeys, forms, segments"


class RequestFact(Vocabulary):
    """What somebody can be required to say who asks for something."""

    OBJECTIVE = "objective", "what it is for"
    REASON_FOR_DATE = "reason_for_date", "why it is needed by then"
    AUDIENCE_SIZE = "audience_size", "how many people it reaches or concerns"
    EXPECTED_EFFECT = "expected_effect", "what it is expected to bring, in money or in numbers"
    KNOWN_SINCE = "known_since", "since when the need has been known"
    ALTERNATIVES = "alternatives", "what else was considered"
    RECIPIENT_EXPERIENCE = "recipient_experience", "what it is like for the people who get it"
    MAINTAINED_BY = "maintained_by", "who looks after it once it is live"
    DEADLINE = "deadline", "by when it is needed"
    BUDGET = "budget", "who pays for it"


class ReportSection(Vocabulary):
    """A section of the report, in all forms that a client reads."""

    SUMMARY = "summary", "the page for leadership"
    GLANCE = "glance", "charts: findings, costs, renewals"
    FINDINGS = "findings", "the findings, by what they stem from"
    OPT_OUTS = "opt_outs", "how long each opt-out takes to each sender"
    REQUESTS = "requests", "what others ask of the team"
    ROADMAP = "roadmap", "what to do now, next and later"
    VERDICTS = "verdicts", "what to do with each tool"
    BUSINESS_CASE = "business_case", "strengths, weaknesses, opportunities, threats, and the case for each first action"
    DIAGRAM = "diagram", "the data-flow diagram"
    SCORE = "score", "the score, and what holds it down"
    TOOLS = "tools", "the tools"
    FLOWS = "flows", "the data flows"
    QUESTIONS = "questions", "the open questions"
    BASELINE = "baseline", "what has changed since the baseline"
    WAIVERS = "waivers", "findings that the company lives with"
    RULES = "rules", "every rule with its outcome"
    FACTS = "facts", "laws, clocks and figures that were used"
    METHOD = "method", "how verdicts come about"
    DISCLAIMER = "disclaimer", "what the report is not"


class FontFamily(Vocabulary):
    """A family of fonts that comes with the reader's system."""

    SYSTEM = "system", "the system's own"
    GROTESQUE = "grotesque", "plain: Helvetica, Arial and the like"
    HUMANIST = "humanist", "plain and open: Seravek, Calibri, Source Sans and the like"
    GEOMETRIC = "geometric", "plain and round: Avenir, Century Gothic and the like"
    OLD_STYLE = "old_style", "with serifs, like a book: Iowan, Palatino and the like"
    TRANSITIONAL = "transitional", "with serifs, like a newspaper: Charter, Cambria and the like"
    SLAB = "slab", "with heavy serifs: Rockwell, Roboto Slab and the like"


class ActionHorizon(Vocabulary):
    """When an action is taken that mends findings."""

    NOW = "now", "within a month"
    NEXT = "next", "after that, within the quarter"
    LATER = "later", "after that"


class Horizon(Vocabulary):
    """For how long something on the roadmap is of use."""

    SHORT = "short", "a help for the moment: a list, an event, this quarter"
    LONG = "long", "of use in the years to come, too"


class RequestKind(Vocabulary):
    """What a request asks for."""

    FIX = "fix", "something that does not work"
    CHANGE = "change", "a change to something that is there"
    NEW = "new", "something new: a campaign, a page, a report, an automation"
    DATA = "data", "a list, a figure, an answer"


class RequestSeverity(Vocabulary):
    """How bad the problem behind a request is: the scale of incidents."""

    P1 = "P1", "something that customers use is down"
    P2 = "P2", "errors that reach customers, or the departments that deal with them"
    P3 = "P3", "no customer is affected, but a group cannot work"
    P4 = "P4", "one person is held up"
    P5 = "P5", "minor: nobody is held up"


class RequestStatus(Vocabulary):
    """What became of a request."""

    OPEN = "open", "not decided, or waiting"
    PLANNED = "planned", "accepted, not begun"
    IN_PROGRESS = "in_progress", "being worked on"
    DONE = "done", "finished"
    DECLINED = "declined", "refused"
    DEFERRED = "deferred", "put off"


class Degree(Vocabulary):
    """How likely or how bad something is."""

    LOW = "low", "hardly"
    MEDIUM = "medium", "possible, or felt by some"
    HIGH = "high", "to be expected, or felt by customers and in the figures"


class Weekday(Vocabulary):
    """Days on which a flow runs."""

    MON = "mon", "Monday"
    TUE = "tue", "Tuesday"
    WED = "wed", "Wednesday"
    THU = "thu", "Thursday"
    FRI = "fri", "Friday"
    SAT = "sat", "Saturday"
    SUN = "sun", "Sunday"


class UsState(Vocabulary):
    """The states of the United States, by their two letters."""

    ALL = "all", "every state"
    AL = "al", "Alabama"
    AK = "ak", "Alaska"
    AZ = "az", "Arizona"
    AR = "ar", "Arkansas"
    CA = "ca", "California"
    CO = "co", "Colorado"
    CT = "ct", "Connecticut"
    DE = "de", "Delaware"
    DC = "dc", "District of Columbia"
    FL = "fl", "Florida"
    GA = "ga", "Georgia"
    HI = "hi", "Hawaii"
    ID = "id", "Idaho"
    IL = "il", "Illinois"
    IN = "in", "Indiana"
    IA = "ia", "Iowa"
    KS = "ks", "Kansas"
    KY = "ky", "Kentucky"
    LA = "la", "Louisiana"
    ME = "me", "Maine"
    MD = "md", "Maryland"
    MA = "ma", "Massachusetts"
    MI = "mi", "Michigan"
    MN = "mn", "Minnesota"
    MS = "ms", "Mississippi"
    MO = "mo", "Missouri"
    MT = "mt", "Montana"
    NE = "ne", "Nebraska"
    NV = "nv", "Nevada"
    NH = "nh", "New Hampshire"
    NJ = "nj", "New Jersey"
    NM = "nm", "New Mexico"
    NY = "ny", "New York"
    NC = "nc", "North Carolina"
    ND = "nd", "North Dakota"
    OH = "oh", "Ohio"
    OK = "ok", "Oklahoma"
    OR = "or", "Oregon"
    PA = "pa", "Pennsylvania"
    RI = "ri", "Rhode Island"
    SC = "sc", "South Carolina"
    SD = "sd", "South Dakota"
    TN = "tn", "Tennessee"
    TX = "tx", "Texas"
    UT = "ut", "Utah"
    VT = "vt", "Vermont"
    VA = "va", "Virginia"
    WA = "wa", "Washington"
    WV = "wv", "West Virginia"
    WI = "wi", "Wisconsin"
    WY = "wy", "Wyoming"


class Layer(Vocabulary):
    """The layers of a stack, in the order in which data runs through them."""

    COLLECTION = "collection", "where people meet the company and data begins"
    INTEGRATION = "integration", "what moves and joins data"
    STORAGE = "storage", "where records are kept"
    ENGAGEMENT = "engagement", "what speaks to people"
    INSIGHT = "insight", "what measures and reports"
    WORK = "work", "what the teams work with"


class Capability(Vocabulary):
    """What a tool is there to do."""

    layer: Layer
    messages: bool
    holds_choices: bool

    def __new__(
        cls,
        value: str,
        doc: str,
        layer: Layer,
        messages: bool = False,  # noqa: FBT001, FBT002 - a table of members reads best with plain values
        holds_choices: bool = False,  # noqa: FBT001, FBT002 - a table of members reads best with plain values
    ) -> Self:
        """A capability: its word, meaning, layer, whether such a tool can message people, and hold their opt-outs."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.doc = doc
        member.layer = layer
        member.messages = messages
        member.holds_choices = holds_choices or messages
        return member

    MAP = "map", "marketing automation", Layer.ENGAGEMENT, True
    ESP = "esp", "bulk e-mail", Layer.ENGAGEMENT, True
    TRANSACTIONAL_EMAIL = "transactional_email", "service mail by interface", Layer.ENGAGEMENT, True
    MESSAGING = "messaging", "text, push or messenger campaigns", Layer.ENGAGEMENT, True
    SALES_ENGAGEMENT = "sales_engagement", "sales sequences by mail and phone", Layer.ENGAGEMENT, True
    CRM = "crm", "customer relationship management", Layer.STORAGE, True
    SUPPORT = "support", "customer support desk", Layer.ENGAGEMENT, True
    CUSTOMER_SUCCESS = "customer_success", "health and renewals of customers", Layer.ENGAGEMENT, True
    TELEPHONY = "telephony", "calls with customers", Layer.ENGAGEMENT, True
    PRODUCT_ADOPTION = "product_adoption", "guides and messages inside a product", Layer.ENGAGEMENT, True
    CHAT = "chat", "chat on site or in app", Layer.COLLECTION, True
    SURVEY = "survey", "surveys and feedback", Layer.COLLECTION, True
    WEBINAR = "webinar", "webinars and online events", Layer.COLLECTION, True
    EVENTS = "events", "event registration", Layer.COLLECTION, True
    ECOMMERCE = "ecommerce", "online shop", Layer.COLLECTION, True
    LOYALTY = "loyalty", "loyalty and referral programmes", Layer.ENGAGEMENT, True
    REVIEWS = "reviews", "customer reviews", Layer.COLLECTION, True
    SCHEDULING = "scheduling", "meeting booking", Layer.COLLECTION, True
    COMMUNITY = "community", "customer community or forum", Layer.COLLECTION, True
    PARTNER_PORTAL = "partner_portal", "partner relations and portals", Layer.ENGAGEMENT, True
    DIRECT_MAIL = "direct_mail", "letters and gifts", Layer.ENGAGEMENT, True
    SOCIAL = "social", "social media publishing", Layer.ENGAGEMENT
    ADS = "ads", "advertising platform", Layer.ENGAGEMENT
    ABM = "abm", "account-based marketing and intent data", Layer.ENGAGEMENT
    PERSONALIZATION = "personalization", "personalised content", Layer.ENGAGEMENT
    EXPERIMENTATION = "experimentation", "A/B tests", Layer.ENGAGEMENT
    FEATURE_FLAGS = "feature_flags", "feature flags", Layer.ENGAGEMENT
    LANDING_PAGE = "landing_page", "landing pages", Layer.COLLECTION
    FORM = "form", "web forms", Layer.COLLECTION, False, True
    CMS = "cms", "web content management", Layer.COLLECTION
    WEBSITE = "website", "a website or app of the company's own", Layer.COLLECTION, False, True
    SEO = "seo", "search engine optimisation", Layer.INSIGHT
    DEEP_LINKS = "deep_links", "links into apps", Layer.COLLECTION
    CONSENT = "consent", "consent management", Layer.COLLECTION, False, True
    PREFERENCES = "preferences", "register of opt-outs and preferences", Layer.STORAGE, False, True
    DSAR = "dsar", "requests of data subjects", Layer.WORK, False, True
    CDP = "cdp", "customer data platform", Layer.INTEGRATION
    IDENTITY_RESOLUTION = "identity_resolution", "joining of identities", Layer.INTEGRATION
    EVENT_COLLECTION = "event_collection", "collection of behavioural events", Layer.COLLECTION
    TAG_MANAGER = "tag_manager", "tag management", Layer.COLLECTION
    SERVER_SIDE_TAGGING = "server_side_tagging", "tagging on the server", Layer.COLLECTION
    ETL = "etl", "loading of a warehouse", Layer.INTEGRATION
    REVERSE_ETL = "reverse_etl", "syncs out of a warehouse", Layer.INTEGRATION
    IPAAS = "ipaas", "integration platform", Layer.INTEGRATION
    ORCHESTRATION = "orchestration", "scheduling of jobs", Layer.INTEGRATION
    TRANSFORMATION = "transformation", "data transformation", Layer.INTEGRATION
    LEAD_ROUTING = "lead_routing", "lead routing and matching", Layer.INTEGRATION
    DEDUPLICATION = "deduplication", "finding and merging of duplicates", Layer.INTEGRATION
    DATA_ENRICHMENT = "data_enrichment", "bought contact and company data", Layer.INTEGRATION
    WAREHOUSE = "warehouse", "data warehouse", Layer.STORAGE
    DATABASE = "database", "operational database", Layer.STORAGE
    FILE_STORAGE = "file_storage", "file storage", Layer.STORAGE
    SPREADSHEET = "spreadsheet", "spreadsheets", Layer.STORAGE
    DAM = "dam", "digital asset management", Layer.STORAGE
    WEB_ANALYTICS = "web_analytics", "web analytics", Layer.INSIGHT
    PRODUCT_ANALYTICS = "product_analytics", "product analytics", Layer.INSIGHT
    SESSION_REPLAY = "session_replay", "session replay and heat maps", Layer.INSIGHT
    ATTRIBUTION = "attribution", "attribution of results to marketing", Layer.INSIGHT
    CALL_TRACKING = "call_tracking", "call tracking", Layer.COLLECTION
    BI = "bi", "reports and dashboards", Layer.INSIGHT
    DATA_QUALITY = "data_quality", "watching of data quality", Layer.INSIGHT
    DELIVERABILITY = "deliverability", "watching of mail delivery", Layer.INSIGHT
    CONVERSATION_INTELLIGENCE = "conversation_intelligence", "recording and analysis of calls", Layer.INSIGHT
    DMP = "dmp", "audience data for advertising", Layer.INTEGRATION
    MOBILE_ANALYTICS = "mobile_analytics", "app analytics and builds", Layer.INSIGHT
    FUNDRAISING = "fundraising", "donation pages and fundraising platforms", Layer.COLLECTION, True
    PAYMENTS = "payments", "payments and billing", Layer.STORAGE, True
    PRODUCT = "product", "the company's own product or service", Layer.COLLECTION, True
    CONTENT = "content", "content experience and production", Layer.ENGAGEMENT
    VIDEO = "video", "video hosting", Layer.ENGAGEMENT
    SALES_ENABLEMENT = "sales_enablement", "material and demos for sales", Layer.ENGAGEMENT
    PROJECT_MANAGEMENT = "project_management", "tasks and projects", Layer.WORK
    COLLABORATION = "collaboration", "chat and documents within the company", Layer.WORK
    ACCESS = "access", "sign-on and user administration", Layer.WORK
    SEARCH = "search", "search of a site or of content", Layer.INSIGHT
    OTHER = "other", "something else", Layer.WORK


CAPABILITIES: Final = MappingProxyType({word.value: word for word in Capability})

DATA_CLASSES: Final = MappingProxyType(
    {
        "user": "anything about a person",
        "user.name": "name",
        "user.contact": "ways to reach a person",
        "user.contact.email": "e-mail address",
        "user.contact.phone_number": "phone number",
        "user.contact.address": "postal address",
        "user.unique_id": "identifier of a person: customer number, hashed address",
        "user.account": "account, username, settings",
        "user.job": "employer, job title, seniority",
        "user.demographic": "age, gender, household",
        "user.device": "device",
        "user.device.cookie_id": "cookie identifier",
        "user.device.ip_address": "IP address",
        "user.device.mobile_id": "advertising identifier of a phone",
        "user.behavior": "what a person did",
        "user.behavior.browsing_history": "pages seen",
        "user.behavior.search_history": "searches",
        "user.behavior.purchase_history": "purchases",
        "user.behavior.engagement": "opens, clicks, replies",
        "user.behavior.product_usage": "use of the product",
        "user.value": "customer value: lifetime value, margin, score",
        "user.lifecycle_stage": "stage: lead, customer, churned",
        "user.churn_risk": "likelihood to leave",
        "user.consent": "what a person agreed to or refused",
        "user.content": "what a person wrote or said",
        "user.location": "rough place",
        "user.location.precise": "exact place",
        "user.financial": "income, credit, bank account",
        "user.payment": "card and payment details",
        "user.health_and_medical": "health",
        "user.biometric": "biometrics",
        "user.political_opinion": "political opinion",
        "user.religious_belief": "religious belief",
        "user.sexual_orientation": "sexual orientation",
        "user.race": "race or ethnic origin",
        "user.childrens": "data of children",
        "page_view": "views of pages, without a person",
        "event": "other events, without a person",
        "account": "companies as customers or prospects",
        "campaign": "campaigns and their content",
        "cost": "what advertising or tools cost",
        "order": "orders, without a person",
        "revenue": "revenue, without a person",
        "statistics": "sums and averages",
        "content": "content of pages, products, assets",
        "metadata": "schemas, settings, logs without a person",
    }
)
"""The data classes that need no declaration, after the fideslang taxonomy; ``user`` and below is personal data."""

SENSITIVE: Final = frozenset(
    {
        "user.financial",
        "user.payment",
        "user.health_and_medical",
        "user.biometric",
        "user.political_opinion",
        "user.religious_belief",
        "user.sexual_orientation",
        "user.race",
        "user.childrens",
        "user.location.precise",
    }
)
"""Data classes that harm people most when they leak."""

COUNTRIES: Final = frozenset(
    """
    ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz
    ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo
    fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je
    jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo
    mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw
    py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm
    tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
    """.split()  # noqa: SIM905 - a list of 249 short words reads best as text
)
"""The codes of ISO 3166-1 alpha-2, in lower case."""

_EU: Final = frozenset("at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk".split())  # noqa: SIM905 - as above
REGION_GROUPS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "eu": _EU,
        "eea": _EU | {"is", "li", "no"},
        "emea": frozenset(),
        "apac": frozenset(),
        "latam": frozenset(),
        "worldwide": frozenset(),
    }
)
"""Region words beside ISO 3166-1 alpha-2 codes. An empty group names no country for certain."""
