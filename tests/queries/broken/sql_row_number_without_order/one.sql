-- Who lives here?
SELECT place, period, row_number() OVER () AS persons, female
FROM nepal_ward_census_2021
