"""Who may sign in to the demo city. The sign-in page shows them in demo mode, and only there.

The accounts exist only where `answerable demo` has made them, which it refuses to do in any other mode.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

# Everybody here has an authenticator app whose key is no secret; the page shows what the app would show.
PASSWORD = "qingtang-does-not-exist"  # noqa: S105 - printed on the sign-in page of a city that does not exist


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One way into the demo city; `unit` and `post` are what the person is there."""

    username: str
    unit: str
    post: str
    does_zh: str
    does_en: str

    @property
    def does(self) -> str:
        """What this person does, in the reader's language."""
        return self.does_en if (get_language() or "").startswith("en") else self.does_zh


def app_secret(username: str) -> bytes:
    """Return the key of the app of a demo login."""
    return hashlib.sha256(f"answerable demonstration {username}".encode()).digest()[:20]


def code_for(username: str, at: datetime) -> str:
    """Return the code that the app of a demo login shows now; empty for others and elsewhere."""
    if not settings.DEMO or all(login.username != username for login in LOGINS):
        return ""
    # Commands name the logins before Django has started; its models may not be imported by then.
    from answerable.contexts.credentials import api as credentials  # noqa: PLC0415

    return credentials.code_at(app_secret(username), at)


LOGINS = (
    DemoLogin("agent", "voice", "坐席员", "接热线电话", "takes calls on the hotline"),
    DemoLogin("dispatcher", "voice", "分派员", "分派全市诉求", "dispatches the whole city's cases"),
    DemoLogin("branch-dispatcher", "yunjin", "民意专员", "分派云锦分局的诉求", "dispatches for one branch"),
    DemoLogin("handler", "yunjin-1-ps", "社区民警", "在派出所办理诉求", "handles cases in a station"),
    DemoLogin("team-leader", "yunjin-1-ps", "所长", "带一个派出所", "leads a station"),
    DemoLogin("branch-leader", "yunjin", "局长", "带一个分局", "leads a branch"),
    DemoLogin("bureau-leader", "bureau", "局长", "看全局的诉求", "sees the whole bureau"),
    DemoLogin("reviewer", "voice", "回访员", "回访不满意的人", "calls those who are not satisfied"),
    DemoLogin("inspector", "inspect", "督察", "核查对民警的投诉", "looks into complaints about officers"),
    DemoLogin("setup", "bureau", "系统管理员", "设置单位、区域和规则", "sets up units, areas and rules"),
    DemoLogin(
        "setup-2",
        "bureau",
        "系统管理员",
        "确认另一位管理员提出的权限",
        "confirms what the other set-up officer proposes",
    ),
)
