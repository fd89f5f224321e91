-- Which projects does the municipality build, how far are they, and which are late?
SELECT
    project AS thing,
    place,
    CAST(year(seen_on) AS VARCHAR) AS period,
    name,
    site,
    physical_percent,
    100.0 * spent / nullif(budget, 0) AS spent_percent,
    budget,
    begun_on,
    due_on,
    done_on,
    seen_on,
    note,
    CASE
        WHEN done_on <= due_on THEN 'done_in_time'
        WHEN done_on > due_on THEN 'done_late'
        WHEN due_on < seen_on THEN 'overdue'
        ELSE 'open'
    END AS status,
    sector
FROM infrastructure_projects
