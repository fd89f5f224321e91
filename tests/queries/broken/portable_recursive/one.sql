-- Who lives here?
WITH RECURSIVE w AS (
    SELECT place, period, persons, female FROM nepal_ward_census_2021
    UNION
    SELECT place, period, persons, female FROM w
)
SELECT place, period, persons, female
FROM w
