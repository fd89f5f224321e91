-- Who lives here?
SELECT place, period, persons, female
FROM nepal_ward_census_2021
NATURAL JOIN (SELECT place, period FROM nepal_ward_census_2021)
