-- Who lives here?
SELECT DISTINCT ON (place) place, period, persons, female
FROM nepal_ward_census_2021
