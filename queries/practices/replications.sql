-- Who saw which practice, how far did they copy it, and what came of it?
-- The list tells how things stand: all of it belongs to the year of the newest list.
SELECT
    replication AS thing,
    place,
    CAST(year(max(listed_on) OVER ()) AS VARCHAR) AS period,
    practice_name,
    from_town,
    seen_on,
    committed_on,
    replicated_on,
    result,
    listed_on,
    CASE
        WHEN result_on IS NOT NULL THEN 'result'
        WHEN replicated_on IS NOT NULL THEN 'replicated'
        WHEN committed_on IS NOT NULL THEN 'committed'
        WHEN interested_on IS NOT NULL THEN 'interested'
        ELSE 'seen'
    END AS stage,
    cost_class,
    sector,
    CASE WHEN programme THEN 'programme_town' ELSE 'other_town' END AS receiver
FROM practice_replications
