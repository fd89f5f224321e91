"""Why published values differ between two snapshots, as far as the snapshots tell: extract, module, protection, places."""

from collections.abc import Iterable, Mapping

from queries.house import House

WORDS_OF_EXTRACT = ("provenance", "source", "rows", "data_date")


def reasons(module_id: str, old: House, new: House, made: tuple[Mapping, Mapping], tables: Iterable[str]) -> list[dict]:
    """The reasons that concern one module, each a dict with a `code`; `tables` are the extracts it reads and `made` what
    the two manifests say of its cube (`{}` where it has none).
    """
    found = []
    for name in sorted(set(tables)):
        found += _extract(name, old.extracts.get(name), new.extracts.get(name))
    before, after = made
    if before and after and before.get("module") != after.get("module"):
        found.append({"code": "module_changed", "parts": _parts(before, after)})
    elif bool(before) != bool(after) and not {"extract_came", "extract_gone"} & {reason["code"] for reason in found}:
        found.append({"code": "module_came" if after else "module_gone"})
    if before and after and before.get("hidden") != after.get("hidden"):
        found.append({"code": "hidden_changed"})
    return found


def changed_places(old: House, new: House) -> dict[str, list[str]]:
    """Country -> the codes of its places that differ in anything: name, parent, days of validity, reference population."""
    found: dict[str, list[str]] = {}
    for code in sorted(old.places.keys() | new.places.keys()):
        before, after = old.places.get(code), new.places.get(code)
        if before != after:
            found.setdefault((after or before).country, []).append(code)
    return found


def changed_sets(old: House, new: House) -> dict[str, list[str]]:
    """Sets of groups that both snapshots have, with the groups whose members or certainty differ."""
    found = {}
    for name in old.sets.keys() & new.sets.keys():
        before, after = (_units(house, name) for house in (old, new))
        groups = sorted(group for group in before.keys() | after.keys() if before.get(group) != after.get(group))
        if groups:
            found[name] = groups
    return found


def _units(house: House, name: str) -> dict[str, tuple]:
    units = house.units(name)
    return {unit.id: (unit.members, unit.expected, unit.certain, unit.provenance) for unit in units}


def _extract(name: str, before, after) -> list[dict]:
    if before is None and after is None:
        return []
    if before is None or after is None:
        card = before or after
        code = "extract_came" if after else "extract_gone"
        return [{"code": code, "extract": name, **_said(card)}]
    found = []
    if before.digest != after.digest or before.provenance != after.provenance:
        found.append({"code": "extract_changed", "extract": name, "old": _said(before), "new": _said(after)})
    if before.disclosure != after.disclosure:
        found.append({"code": "protection_changed", "extract": name, "old": before.disclosure, "new": after.disclosure})
    return found


def _said(card) -> dict:
    return {key: getattr(card, key) for key in WORDS_OF_EXTRACT}


def _parts(before: Mapping, after: Mapping) -> list[str]:
    """Which parts of a module changed; none where an older program did not keep them apart."""
    one, other = before.get("parts") or {}, after.get("parts") or {}
    if not one or not other:
        return []
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
