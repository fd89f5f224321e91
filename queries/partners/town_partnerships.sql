-- Which cities and organisations abroad work with our towns, on what, and what came of it?
SELECT
    partnership AS thing,
    place,
    CAST(year(max(seen_on) OVER ()) AS VARCHAR) AS period,
    partner,
    partner_country,
    CASE WHEN ended IS NULL THEN CAST(begun AS VARCHAR) ELSE concat(begun, '–', ended) END AS years,
    outcome,
    amount,
    currency,
    topic,
    result,
    CASE WHEN ended <= year(seen_on) THEN 'ended' ELSE 'going_on' END AS stage
FROM town_partnerships
