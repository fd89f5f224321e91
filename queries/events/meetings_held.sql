-- Of the quarterly meetings that were due, how many were held, with minutes approved, kept and opened?
SELECT
    place,
    CAST(year(due_on) AS VARCHAR) AS period,
    body,
    quarter,
    count(*) AS due,
    count(held_on) AS held,
    count(minutes_approved_on) AS approved,
    count(minutes) AS kept,
    count(minutes_opened_on) AS opened
FROM quarterly_meetings
WHERE due_on <= seen_on
GROUP BY ALL
