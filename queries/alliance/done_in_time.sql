-- Of the commitments that were due, how many were done in time?
SELECT
    place,
    CAST(year(due_on) AS VARCHAR) AS period,
    count(*) AS due,
    sum(CASE WHEN done_on <= due_on THEN 1 ELSE 0 END)::BIGINT AS done_in_time,
    sum(CASE WHEN done_on IS NULL THEN 1 ELSE 0 END)::BIGINT AS overdue
FROM alliance_commitments
WHERE due_on < seen_on
GROUP BY ALL
