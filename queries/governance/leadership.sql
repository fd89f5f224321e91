-- Who leads the municipality: an elected council or an administrator?
WITH years AS (
    SELECT year(began_on) AS year FROM municipal_governments
    UNION
    SELECT year(seen_on) AS year FROM municipal_governments
    UNION
    SELECT year(seen_on) - 1 AS year FROM municipal_governments
)

SELECT
    governments.place,
    CAST(years.year AS VARCHAR) AS period,
    sum(CASE WHEN governments.led_by = 'elected_council' THEN 1 ELSE 0 END)::BIGINT AS elected,
    count(*) AS governments,
    sum(governments.women_members)::BIGINT AS women_members,
    sum(governments.members)::BIGINT AS members
FROM municipal_governments AS governments
JOIN years ON years.year BETWEEN year(governments.began_on) AND year(governments.seen_on)
WHERE governments.ended_on IS NULL OR governments.ended_on > make_date(years.year, 12, 31)
GROUP BY ALL
