-- Who lives here?
SELECT place, period, CAST('inf' AS DOUBLE) AS persons, female
FROM nepal_ward_census_2021
