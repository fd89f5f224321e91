-- Who lives here?
SELECT place, period, period AS persons, female
FROM nepal_ward_census_2021
