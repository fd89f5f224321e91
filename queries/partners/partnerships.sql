-- Which cities and organisations abroad work with ours, on what, and what came of it?
SELECT
    partnership AS thing,
    place,
    period,
    partner,
    partner_country,
    city,
    kind,
    year,
    status AS as_read,
    outcome,
    read_at,
    topic
FROM city_partnerships
