-- How far are the pilots in towns outside the programme, and what is the next step?
SELECT
    pilot AS thing,
    place,
    CAST(year(max(listed_on) OVER ()) AS VARCHAR) AS period,
    practice_name,
    from_town,
    progress_percent,
    planned_thousand,
    spent_thousand,
    next_step,
    begun_on,
    due_on,
    result,
    CASE
        WHEN done_on IS NOT NULL THEN 'done'
        WHEN due_on < listed_on THEN 'overdue'
        ELSE 'under_way'
    END AS status,
    cost_class
FROM practice_pilots
