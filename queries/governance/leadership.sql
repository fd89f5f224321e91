-- Who leads the municipality: an elected council or an administrator?
WITH years AS (
    SELECT year(began_on) AS year FROM municipal_governments
    UNION
    SELECT year(seen_on) AS year FROM municipal_governments
    UNION
    SELECT year(seen_on) - 1 AS year FROM municipal_governments
),

terms AS (
    SELECT
        governments.place,
        governments.led_by,
        governments.women_members,
        governments.members,
        governments.ended_on,
        years.year,
        row_number() OVER (PARTITION BY governments.place, years.year ORDER BY governments.began_on DESC) AS latest
    FROM municipal_governments AS governments
    JOIN years ON years.year BETWEEN year(governments.began_on) AND year(governments.seen_on)
)

SELECT
    place,
    CAST(year AS VARCHAR) AS period,
    CASE WHEN led_by = 'elected_council' THEN 1 ELSE 0 END AS elected,
    1 AS governments,
    women_members,
    members
FROM terms
WHERE
    latest = 1  -- a term that begins ends the one before, also where nobody told its end
    AND (ended_on IS NULL OR ended_on > make_date(year, 12, 31))
