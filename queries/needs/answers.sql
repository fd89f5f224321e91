-- What does each municipality ask for against poverty, how pressing is it, and has the municipality validated it?
SELECT
    place || '-' || period || '-' || sector AS thing,
    place,
    period,
    request,
    cost_thousand,
    validated_on,
    core_group_comment,
    sector,
    priority,
    CASE WHEN validated_on IS NULL THEN 'not_yet' ELSE 'validated' END AS validation
FROM needs_answers
WHERE priority <> 'none'
