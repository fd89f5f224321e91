-- Which cities and organisations abroad work with ours, on what, and what came of it?
SELECT
    partnership AS thing,
    place,
    period,
    partner,
    partner_country,
    city,
    kind,
    CAST(begun AS VARCHAR) AS begun,
    CAST(ended AS VARCHAR) AS ended,
    status AS as_read,
    outcome,
    amount,
    currency,
    read_at,
    topic,
    result
FROM city_partnerships
