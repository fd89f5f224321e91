-- Which plans are there?
SELECT
    'plan-' || place AS thing,
    place,
    period,
    'Drainage' AS name,
    'https://example.org/plan.pdf' AS document,
    DATE '2021-03-01' AS begun_on,
    CASE WHEN male > 590 THEN DATE '2021-05-01' END AS done_on,
    DATE '2021-12-31' AS seen_on
FROM nepal_ward_census_2021
