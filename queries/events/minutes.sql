-- Which meetings were held, and where are their minutes?
SELECT
    meeting AS thing,
    place,
    CAST(year(due_on) AS VARCHAR) AS period,
    region,
    held_on,
    attended,
    minutes_approved_on,
    minutes,
    minutes_opened_on,
    seen_on,
    CASE
        WHEN minutes_opened_on IS NOT NULL THEN 'opened'
        WHEN minutes IS NOT NULL THEN 'kept'
        WHEN minutes_approved_on IS NOT NULL THEN 'approved'
        ELSE 'waiting'
    END AS status,
    body
FROM quarterly_meetings
WHERE held_on IS NOT NULL
