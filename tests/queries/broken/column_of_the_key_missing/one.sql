-- Who lives here?
SELECT place, persons, female
FROM nepal_ward_census_2021
