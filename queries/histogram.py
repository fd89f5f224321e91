"""The class in which a median lies, from counts by class: what is not given back after half of all is the slow half.

Medians of places are never averaged. The last class is of those still open, which are slower than all others: they count.
Where some counts are hidden the class is told only if it is the same whatever they are, and this uses nothing that is not shown.
"""

from collections.abc import Sequence


def median_class(counts: Sequence[int | None], total: int | None) -> int | None:
    """The number of the class that holds the middle one of `total`, classes from fast to slow; None where the counts that
    are shown cannot tell it. A count of None is not known; it lies between 0 and what the others leave of the total.
    """
    if not total or any(count is not None and count < 0 for count in counts):
        return None
    unknown = [number for number, count in enumerate(counts) if count is None]
    left = total - sum(count for count in counts if count is not None)
    if left < 0 or (left and not unknown):
        return None
    least = most = 0
    for number, count in enumerate(counts):
        before = most
        least += count or 0
        most = least + (left if unknown and unknown[0] <= number else 0)
        # All that is unknown lies in classes up to here: then at least so many are this fast.
        surely = most if unknown and unknown[-1] <= number else least
        if 2 * surely >= total and 2 * before < total:
            return number
    return None
