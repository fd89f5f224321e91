-- Who lives here?
SELECT place, period, persons, female
FROM nepal_ward_census_2021
UNION BY NAME
SELECT place, period, persons, female FROM nepal_ward_census_2021
