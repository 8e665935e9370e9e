"""What a run must show before it is published. In: the contract of a config and the account of a run. Out: what it breaks."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.config.schema import ContractSection
from cleaner.errors import ContractError
from cleaner.io.account import Account
from cleaner.text.escape import escaped_line


def check_contract(contract: ContractSection, account: Account) -> None:
    """Raise `ContractError`, with every broken clause and the documents that lost most."""
    broken = list(_broken(contract, account))
    if not broken:
        return
    lines = ["the contract is broken, nothing was published:", *(f"  contract.{clause}" for clause in broken)]
    if account.worst:
        lines.append("documents that lost most:")
        for row in account.worst:
            place = escaped_line(f"{row['source_file']}, {row['source_record']}")
            lines.append(f"  {row['removed_share']:.0%} removed  {escaped_line(row['id'])[:80]}  ({place})")
    if account.errors:
        errors = ", ".join(f"{error}: {count:,}" for error, count in sorted(account.errors.items(), key=lambda e: -e[1])[:10])
        lines.append(f"failed rows: {escaped_line(errors)}")
    raise ContractError("\n".join(lines))


def _broken(contract: ContractSection, account: Account) -> Iterator[str]:
    if account.documents < contract.min_rows:
        yield f"min_rows: {account.documents:,} documents, {contract.min_rows:,} wanted"
    yield from _over("max_dropped_share", account.dropped, account.read, contract.max_dropped_share, "of rows dropped")
    yield from _over("max_failed_share", account.failed, account.read, contract.max_failed_share, "of rows failed")
    before = account.characters + account.characters_removed
    removed = "of characters removed"
    yield from _over("max_removed_share", account.characters_removed, before, contract.max_removed_share, removed)
    for stage, share in contract.max_removed_share_by_stage.items():
        gone = account.stages.get(stage, {}).get("characters_removed", 0)
        yield from _over(f"max_removed_share_by_stage.{stage}", gone, before, share, removed)
    for language, share in contract.max_removed_share_by_language.items():
        facts = account.languages.get(language, {})
        gone = facts.get("characters_removed", 0)
        clause = f"max_removed_share_by_language.{language}"
        yield from _over(clause, gone, gone + facts.get("characters", 0), share, removed)
    missing = [language for language in contract.languages if not account.languages.get(language, {}).get("documents")]
    if missing:
        there = sorted(language for language, facts in account.languages.items() if facts["documents"])
        yield f"languages: no document in {', '.join(missing)}; there are {', '.join(there[:20]) or 'none'}"


def _over(clause: str, part: float, whole: float, limit: float, what: str) -> Iterator[str]:
    share = part / whole if whole else 0.0
    if share > limit:
        yield f"{clause}: {share:.2%} {what}, at most {limit:.2%} wanted"
