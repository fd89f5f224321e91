-- Who lives here?
SELECT place, period, persons
FROM nepal_ward_census_2021
