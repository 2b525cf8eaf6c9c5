"""Buttons: forms."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.values import Id


class FormPick(CallbackData, prefix="fp1"):
    draft: Id
    field: str
    value: str


class FormPage(CallbackData, prefix="fg1"):
    draft: Id
    field: str
    page: Id


class FormDone(CallbackData, prefix="fd1"):
    """Enough chosen of several."""

    draft: Id
    field: str


class FormBack(CallbackData, prefix="fb1"):
    draft: Id
    field: str


class FormSkip(CallbackData, prefix="fs1"):
    draft: Id
    field: str


class FormKeep(CallbackData, prefix="fk1"):
    draft: Id
    field: str


class FormGo(CallbackData, prefix="fo1"):
    """Change one answer; afterwards the preview."""

    draft: Id
    field: str


class FormChange(CallbackData, prefix="fc1"):
    """Which answer to change?"""

    draft: Id
    page: Id = 0


class FormDetails(CallbackData, prefix="ft1"):
    """Walk what is optional and not answered yet."""

    draft: Id


class FormPreview(CallbackData, prefix="fv1"):
    draft: Id


class FormSubmit(CallbackData, prefix="fu2"):
    """`seen`: a mark of the answers that stand above the button."""

    draft: Id
    seen: str


class FormSubmitUnseen(CallbackData, prefix="fu1"):
    """What `FormSubmit` was once."""

    draft: Id


class FormLeave(CallbackData, prefix="fl1"):
    draft: Id


class FormResume(CallbackData, prefix="fr1"):
    draft: Id


class FormDrop(CallbackData, prefix="fx1"):
    draft: Id
    sure: bool = False
