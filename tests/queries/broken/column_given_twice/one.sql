-- Who lives here?
SELECT place, period, persons, place, female
FROM nepal_ward_census_2021
