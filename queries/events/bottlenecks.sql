-- Which stages of the consultation are late, and why?
SELECT
    place || '/' || stage AS thing,
    place,
    CAST(year(seen_on) AS VARCHAR) AS period,
    bottleneck,
    region,
    due_on,
    done_on,
    seen_on,
    stage,
    bottleneck_kind
FROM policy_consultation
WHERE bottleneck_kind IS NOT NULL AND coalesce(done_on, seen_on) > due_on
