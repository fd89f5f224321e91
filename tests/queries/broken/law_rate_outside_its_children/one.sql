-- Who lives here?
SELECT place, period, persons - 1100 AS persons, female
FROM nepal_ward_census_2021
