-- Why do people live abroad?
WITH printed AS (
    SELECT place, period, replace(series, 'absent_abroad_', '') AS reason, CAST(value AS BIGINT) AS persons
    FROM nepal_published_headlines
    WHERE series LIKE 'absent_abroad_%' AND area = 'total'
)
SELECT
    p.place,
    p.period,
    p.reason,
    p.persons AS absent_persons,
    w.persons AS absent_persons_all_reasons
FROM printed p
JOIN printed w ON w.place = p.place AND w.period = p.period AND w.reason = 'total'
WHERE p.reason <> 'total'  -- the total stands among its parts
