-- Who lives here?
WITH numbered AS (
    SELECT place, period, persons, female, row_number() OVER (ORDER BY period) AS number FROM nepal_ward_census_2021
)
SELECT place, period, number AS persons, female
FROM numbered
