-- How far has the consultation on the national urban policy come in each region?
SELECT
    place,
    CAST(year(seen_on) AS VARCHAR) AS period,
    stage,
    count(*) AS due,
    count(done_on) AS done
FROM policy_consultation
WHERE due_on <= seen_on OR done_on IS NOT NULL
GROUP BY ALL
