-- Do infrastructure projects move, and are they late?
SELECT
    place,
    CAST(year(seen_on) AS VARCHAR) AS period,
    sector,
    sum(CASE WHEN done_on IS NULL THEN 1 ELSE 0 END)::BIGINT AS open_projects,
    sum(CASE WHEN done_on IS NULL AND due_on < seen_on THEN 1 ELSE 0 END)::BIGINT AS late_projects,
    sum(budget * physical_percent / 100) AS work_done,
    sum(spent)::DOUBLE AS spent,
    sum(budget)::DOUBLE AS budget
FROM infrastructure_projects
GROUP BY ALL
