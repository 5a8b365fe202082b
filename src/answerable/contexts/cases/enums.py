"""The words of cases."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What the resident wants."""

    COMPLAINT = "complaint", _("Complaint")
    REQUEST = "request", _("Request for help")
    CONSULTATION = "consultation", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")
    TIP = "tip", _("Tip")
    PRAISE = "praise", _("Praise")
    DISPUTE = "dispute", _("Dispute")


class RoundState(TextChoices):
    """Where a round stands, and with it its case."""

    TRIAGE = "triage", _("Waiting to be dispatched")
    DISPATCHED = "dispatched", _("Waiting to be signed for")
    HANDLING = "handling", _("Being handled")
    RETURNING = "returning", _("Return waits for approval")
    ASKING = "asking", _("Waiting for the resident")
    ANSWERED = "answered", _("Answered")
    DISPUTED = "disputed", _("Waiting for the return visit")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Went into another round")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def ended_states(cls) -> list[str]:
        """Return the states in which nothing is owed any more."""
        return ["closed", "reopened", "withdrawn"]

    @classmethod
    def open_states(cls) -> list[str]:
        return [state for state in cls.values if state not in cls.ended_states()]


class Act(TextChoices):
    """What can be done with a case."""

    OPEN = "open", _("Open")
    DISPATCH = "dispatch", _("Dispatch")
    TRANSFER = "transfer", _("Transfer")
    SIGN_FOR = "sign_for", _("Sign for")
    ASK_RETURN = "ask_return", _("Return")
    APPROVE_RETURN = "approve_return", _("Approve the return")
    REFUSE_RETURN = "refuse_return", _("Refuse the return")
    ASSIGN = "assign", _("Assign")
    LOG_CONTACT = "log_contact", _("Record a contact")
    NOTE = "note", _("Write a note")
    ASK_RESIDENT = "ask_resident", _("Ask the resident")
    ADD = "add", _("Add to the case")
    ASK_EXTENSION = "ask_extension", _("Ask for an extension")
    APPROVE_EXTENSION = "approve_extension", _("Approve the extension")
    REFUSE_EXTENSION = "refuse_extension", _("Refuse the extension")
    ASK_ASSIST = "ask_assist", _("Ask for assistance")
    GIVE_ASSIST = "give_assist", _("Give assistance")
    ANSWER = "answer", _("Answer")
    DISPUTE = "dispute", _("Contest the answer")
    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Open another round")
    WITHDRAW = "withdraw", _("Withdraw")
    TAKE_OVER = "take_over", _("Take over")
    MARK_URGENT = "mark_urgent", _("Mark as urgent")
    CORRECT = "correct", _("Correct topic, kind or place")
    RECORD_ACCUSED = "record_accused", _("Record who is complained of")
    SPLIT = "split", _("Split off")
    BUNDLE = "bundle", _("Join a bundle")
    UNBUNDLE = "unbundle", _("Leave the bundle")
    JOIN = "join", _("Join another message")
    SEPARATE = "separate", _("Take a message out")


class JoinRule(TextChoices):
    """Why a further submission belongs to a case that is there already."""

    CONTACT = "contact", _("The same contact tells the same matter again")
    WORDS = "words", _("The same words about the same place came by another channel")


class Channel(TextChoices):
    """How a voice came in."""

    HOTLINE = "hotline", _("Hotline")
    POLICE_CALL = "police_call", _("110 call")
    HOTLINE_12345 = "hotline_12345", _("12345 order")
    HOTLINE_12389 = "hotline_12389", _("12389 order")
    WEB = "web", _("Website")
    SMS = "sms", _("Text message")
    WECHAT = "wechat", _("WeChat")
    MICROBLOG = "microblog", _("Microblog")
    FORUM = "forum", _("Forum")
    EMAIL = "email", _("E-mail")
    COUNTER = "counter", _("Counter")
    VISIT = "visit", _("Home visit")
    API = "api", _("Another system")
    IMPORT = "import", _("Imported file")


class Sensitive(TextChoices):
    """What a topic asks of whoever handles it."""

    NO = "", _("Nothing special")
    OFFICER = "officer", _("Complains of the police")
    SAFE = "safe", _("Safe contact only")


class Outcome(TextChoices):
    """What an answer says became of the matter. Whether it is good enough, the resident says."""

    SOLVED = "solved", _("Solved")
    PARTLY = "partly", _("Partly solved")
    EXPLAINED = "explained", _("Explained")
    PLANNED = "planned", _("Will be done by a date")
    PASSED_ON = "passed_on", _("Passed on")
    UPHELD = "upheld", _("Found to be true")
    UNFOUNDED = "unfounded", _("Found not to be so")
    NOT_OURS = "not_ours", _("Not a matter for the police")
    CANNOT = "cannot", _("Cannot be done")


class ContactBy(TextChoices):
    """How the resident was contacted."""

    PHONE = "phone", _("By phone")
    VISIT = "visit", _("In person")
    MESSAGE = "message", _("By message")


class AskKind(TextChoices):
    """What a unit may ask of another post; each waits for a decision."""

    RETURN = "return", _("Return")
    EXTENSION = "extension", _("Extension")
    ASSIST = "assist", _("Assistance")


class AskState(TextChoices):
    PENDING = "pending", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    GIVEN = "given", _("Given")
    LAPSED = "lapsed", _("No longer needed")


class View(TextChoices):
    """The lists that every desk has."""

    MINE = "mine", _("Mine")
    UNIT = "unit", _("My unit, open")
    OVERDUE = "overdue", _("Overdue")
    DUE_TODAY = "due_today", _("Due today")
    TRIAGE = "triage", _("To be dispatched")
    RETURNING = "returning", _("Returns to decide")
    EXTENSION = "extension", _("Extensions to decide")
    ASSIST = "assist", _("Assistance asked of us")
    DISPUTED = "disputed", _("Contested")
    URGENT = "urgent", _("Urgent")
    OPEN = "open", _("All open")
    CLOSED = "closed", _("Closed")
    ALL = "all", _("All")


class Sort(TextChoices):
    """In which order a list stands."""

    DUE = "due", _("By deadline")
    NEWEST = "newest", _("Newest first")


class TemplatePurpose(TextChoices):
    ANSWER = "answer", _("Answer")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    RATING_INVITATION = "rating_invitation", _("Invitation to rate")
    REMINDER = "reminder", _("Reminder")
    REFUSAL = "refusal", _("Refusal")
