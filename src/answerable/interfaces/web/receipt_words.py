"""What the lines of a receipt mean, in both languages and without Django: for pages, for the command and for offline.

A code that is not here is a step inside the bureau. A test goes through the codes of the house, so that an act which
residents should be able to name is not forgotten.
"""

from collections.abc import Mapping

INSIDE = ("内部办理步骤", "A step inside the bureau")
ACTS: Mapping[str, tuple[str, str]] = {
    "intake.submission.received": ("已收到", "Received"),
    "intake.submission.joined": ("并入此前的同一件事", "Joined to the same matter, told before"),
    "intake.submission.rejected": ("未予受理", "Not taken up"),
    "intake.submission.separated": ("已拆出，独立成案", "Taken out, a matter of its own"),
    "intake.submission.taken_up_again": ("重新受理", "Taken up again"),
    "cases.case.opened": ("已立为诉求", "Opened as a case"),
    "cases.case.split": ("部分内容拆分为另一件", "A part became a matter of its own"),
    "cases.case.withdrawn": ("已由您撤回", "Withdrawn by you"),
    "cases.submission.joined": ("又有来件并入", "A further message joined it"),
    "cases.submission.separated": ("一件来件已拆出", "A message was taken out of it"),
    "cases.round.dispatched": ("已分派", "Dispatched"),
    "cases.round.transferred": ("已转办", "Handed on to another unit"),
    "cases.round.signed_for": ("承办单位已签收", "Taken on by the unit"),
    "cases.round.taken_over": ("已由上级接办", "Taken over"),
    "cases.round.answered": ("已答复", "Answered"),
    "cases.round.disputed": ("您对答复不满意", "You found the answer not good enough"),
    "cases.round.reopened": ("由上一级重新办理", "Begun again, one level up"),
    "cases.round.closed": ("已办结", "Closed"),
    "cases.return.approved": ("已退回重新分派", "Returned, to find the right unit"),
    "cases.attachment.covered": ("图片中的部分内容已遮盖", "Parts of a picture were covered"),
    "cases.contact.logged": ("已联系您", "The bureau got in touch"),
    "cases.resident.asked": ("请您补充情况", "You were asked something"),
    "cases.resident.added": ("您作了补充", "You added something"),
    "cases.extension.approved": ("经批准延期", "More time was granted"),
    "review.round.rated": ("您已评价", "You rated the answer"),
    "review.visit.called": ("已回访", "You were called back"),
    "review.visit.concluded": ("回访结束", "The return visit was concluded"),
    "review.contest.decided": ("异议已裁定", "Your objection was decided"),
    "retention.data.taken": ("您取走了自己的数据", "You took your data"),
    "retention.erasure.asked": ("您申请删除", "You asked for it to be erased"),
    "retention.erasure.granted": ("同意删除", "It is going to be erased"),
    "retention.erasure.refused": ("不予删除", "It is not erased"),
    "retention.hold.placed": ("因法律程序保全", "Kept for a procedure under the law"),
    "retention.hold.lifted": ("解除保全", "No longer kept for a procedure under the law"),
    "ledger.chain_erased": ("内容已依法删除", "Its words were erased under the law"),
    "ledger.acceptance_key.made": ("承诺所用的密钥", "The key of the promises"),
}


def words_of(code: str, language: str) -> str:
    """Return what a line says, in `zh` or `en`."""
    return ACTS.get(code, INSIDE)[0 if language.startswith("zh") else 1]
