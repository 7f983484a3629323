"""What may be kept of a supplier and its papers: words, numbers, days and terms."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from showroom.domain.documents.credit_code import LENGTH, is_credit_code, is_organisation_number
from showroom.domain.documents.supplier import Contract, Licence, SupplierContent
from showroom.domain.documents.words import check_number, check_words, typed_day
from showroom.domain.errors import Refusal
from showroom.domain.pin import looks_like_pin
from showroom.domain.stock import Terms

NAME_LENGTH, CODE_LENGTH, TEXT_LENGTH, PHONE_LENGTH, NUMBER_LENGTH = 80, 32, 120, 40, 40
MAX_PAYMENT_DAYS = 60
"""From the day on which goods were taken over (零售商供应商公平交易管理办法 14, 令2006年第17号)."""
MAX_RETURN_DAYS = 3_650
MAX_COMMISSION_BP = 10_000
_CODE = re.compile(r"[0-9A-Za-z._-]+")
_PHONE_SIGNS = frozenset("0123456789+-()/, 转")


def checked_content(content: SupplierContent) -> SupplierContent:
    """As it is kept: trimmed, legible, the credit code in capitals.

    Refuses `supplier_name_missing`, `words_like_pin` (as a name), `supplier_code`,
    `supplier_phone`, `credit_code`, `draft_words`, `text_is_pay_code`.
    """
    name = check_words(content.name, NAME_LENGTH)
    if not name:
        raise Refusal("supplier_name_missing")
    if looks_like_pin(name):
        raise Refusal("words_like_pin")
    code = check_words(content.code, CODE_LENGTH)
    if code and not _CODE.fullmatch(code):
        raise Refusal("supplier_code")
    phone = unicodedata.normalize("NFKC", check_words(content.phone, PHONE_LENGTH))
    if not _PHONE_SIGNS.issuperset(phone):
        raise Refusal("supplier_phone")
    return SupplierContent(
        name,
        code,
        _credit_code(content.credit_code),
        check_words(content.address, TEXT_LENGTH),
        check_words(content.contact, NUMBER_LENGTH),
        phone,
        check_words(content.note, TEXT_LENGTH),
    )


def _credit_code(text: str) -> str:
    """Eighteen figures alone may look like a payment code; one that proves itself is none."""
    typed = "".join(text.split()).upper()
    if typed and not is_credit_code(typed):
        raise Refusal("credit_code", length=LENGTH)
    return typed


def check_licence(licence: Licence) -> Licence:
    """As it is kept. A 营业执照 bears the credit code.

    Refuses `licence_no_missing`, `day_unclear`, `draft_words`, `number_is_pay_code`.
    """
    number = "".join(licence.licence_no.split())
    if not is_organisation_number(number):
        number = check_number(licence.licence_no, NUMBER_LENGTH)
    if not number:
        raise Refusal("licence_no_missing", licence=licence.kind.word)
    return replace(
        licence, licence_id=0, licence_no=number, valid_until=typed_day(licence.valid_until)
    )


def check_contract(contract: Contract) -> Contract:
    """As it is kept.

    Refuses `contract_no_missing`, `contract_payment_days`, `contract_commission`,
    `contract_commission_missing` (of 联营), `contract_commission_bought` (of 买断),
    `contract_return_days`, `contract_begin_missing`, `contract_ends_first`, `day_unclear`,
    `draft_words`, `number_is_pay_code`.
    """
    number = check_number(contract.contract_no, NUMBER_LENGTH)
    if not number:
        raise Refusal("contract_no_missing")
    _check_money(contract)
    if not 0 <= contract.return_before_days <= MAX_RETURN_DAYS:
        raise Refusal("contract_return_days", limit=MAX_RETURN_DAYS)
    begins, ends = typed_day(contract.valid_from), typed_day(contract.valid_to)
    if not begins:
        raise Refusal("contract_begin_missing")
    if ends and ends < begins:
        raise Refusal("contract_ends_first")
    return replace(contract, contract_id=0, contract_no=number, valid_from=begins, valid_to=ends)


def _check_money(contract: Contract) -> None:
    if not 0 <= contract.payment_days <= MAX_PAYMENT_DAYS:
        raise Refusal("contract_payment_days", limit=MAX_PAYMENT_DAYS)
    if not 0 <= contract.commission_bp < MAX_COMMISSION_BP:
        raise Refusal("contract_commission")
    if contract.terms is Terms.BUY_OUT and contract.commission_bp:
        raise Refusal("contract_commission_bought")
    if contract.terms is Terms.CONCESSION and not contract.commission_bp:
        raise Refusal("contract_commission_missing")


def check_end(last_day: str) -> str:
    """The last day of a contract as ISO text. Refuses `day_unclear`."""
    wanted = typed_day(last_day)
    if not wanted:
        raise Refusal("day_unclear", text=last_day)
    return wanted
