-- Which cities and organisations abroad work with our towns, on what, and what came of it?
SELECT
    partnership AS thing,
    place,
    CAST(year(max(seen_on) OVER ()) AS VARCHAR) AS period,
    partner,
    partner_country,
    CAST(begun AS VARCHAR) AS begun,
    CAST(ended AS VARCHAR) AS ended,
    outcome,
    amount,
    currency,
    seen_on,
    topic,
    result,
    CASE WHEN ended <= year(seen_on) THEN 'ended' ELSE 'going_on' END AS stage
FROM town_partnerships
