-- From which programme towns did practices go to which towns outside the programme?
WITH standing AS (
    SELECT practice, place, programme, cost_class, committed_on, replicated_on,
        CAST(year(max(listed_on) OVER ()) AS VARCHAR) AS period
    FROM practice_replications
)
SELECT
    giver.place AS origin,
    standing.place AS destination,
    standing.period,
    standing.cost_class,
    CASE WHEN standing.replicated_on IS NULL THEN 'committed' ELSE 'replicated' END AS step,
    count(*) AS copies
FROM standing
JOIN practice_register AS giver USING (practice)
WHERE giver.programme AND NOT standing.programme AND standing.committed_on IS NOT NULL
GROUP BY ALL
