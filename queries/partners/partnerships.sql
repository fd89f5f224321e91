-- Which cities and organisations abroad work with ours, on what, and what came of it?
SELECT
    partnership AS thing,
    place,
    period,
    partner,
    partner_country,
    city,
    kind,
    CASE WHEN ended IS NULL THEN CAST(begun AS VARCHAR) ELSE concat(begun, '–', ended) END AS years,
    status AS as_read,
    outcome,
    amount,
    currency,
    read_at,
    topic,
    result
FROM city_partnerships
