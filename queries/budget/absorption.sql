-- When in the year is the money spent?
-- Reports are cumulative: what was spent within a quarter is the difference of two, and unknown where one is missing.
WITH reports AS (
    SELECT
        place,
        period,
        quarter,
        plan_thousand,
        spent_to_date_thousand,
        CASE quarter WHEN 'first' THEN 1 WHEN 'second' THEN 2 WHEN 'third' THEN 3 ELSE 4 END AS number
    FROM budget_quarters
),

compared AS (
    SELECT
        reports.place,
        reports.period,
        reports.quarter,
        reports.plan_thousand,
        reports.spent_to_date_thousand,
        -- the report before, of the very quarter before: a missing one is not stepped over
        before.spent_to_date_thousand AS spent_before_thousand
    FROM reports
    LEFT JOIN reports AS before
        ON before.place = reports.place AND before.period = reports.period AND before.number = reports.number - 1
)

SELECT
    place,
    period,
    quarter,
    CASE WHEN spent_to_date_thousand IS NOT NULL THEN plan_thousand END AS plan_reported_thousand,
    spent_to_date_thousand,
    CASE WHEN quarter = 'first' THEN spent_to_date_thousand ELSE spent_to_date_thousand - spent_before_thousand END
        AS spent_in_quarter_thousand,
    CASE WHEN spent_to_date_thousand IS NOT NULL AND (quarter = 'first' OR spent_before_thousand IS NOT NULL) THEN plan_thousand END
        AS plan_compared_thousand
FROM compared
