-- In which sectors do municipalities say that need is most pressing, and how far do they agree?
SELECT
    place,
    period,
    sector,
    1 AS answers,
    CASE WHEN priority IN ('first', 'high') THEN 1 ELSE 0 END AS pressing,
    CASE WHEN priority = 'first' THEN 1 ELSE 0 END AS put_first,
    CASE WHEN validated_on IS NULL THEN 0 ELSE 1 END AS validated
FROM needs_answers
